/** CloudEvents 1.0: the envelope, from a JSON event (structured, batch) or from headers and body (binary). */
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'

/** §3.1.1 naming: lower-case letters and digits. */
const ATTRIBUTE = /^[a-z0-9]{1,40}$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: the specification excludes control characters
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f]+$/u
const text = (most: number) => z.string().min(1).max(most).regex(PRINTABLE)

export const CloudEvent = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: text(256),
    /** URI-reference */
    source: text(512).refine((value) => URL.canParse(value, 'http://relative.invalid/'), { message: '应为 URI' }),
    type: text(256),
    subject: text(512).optional(),
    time: z.iso.datetime({ offset: true }).optional(),
    datacontenttype: text(256).optional(),
    dataschema: text(512)
      .refine((value) => URL.canParse(value), { message: '应为绝对 URI' })
      .optional(),
    data: z.json().optional(),
    data_base64: z.base64().optional(),
  })
  .superRefine((event, context) => {
    if (event.data !== undefined && event.data_base64 !== undefined)
      context.addIssue({ code: 'custom', path: ['data_base64'], message: 'data 与 data_base64 只能有一个' })
    for (const [name, value] of extensionsOf(event)) {
      if (!ATTRIBUTE.test(name)) context.addIssue({ code: 'custom', path: [name], message: '扩展属性名只能由小写字母和数字组成' })
      else if (!['string', 'number', 'boolean'].includes(typeof value))
        context.addIssue({ code: 'custom', path: [name], message: '扩展属性应为文本、数值或是否' })
    }
  })
export type CloudEvent = z.infer<typeof CloudEvent>

const CORE = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'data',
  'data_base64',
])

export const extensionsOf = (event: Record<string, unknown>): [string, unknown][] =>
  Object.entries(event).filter(([name]) => !CORE.has(name))

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i

const decodeHeader = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Binary mode (HTTP protocol binding §3.1): attributes in ce-* headers, the body is the data. Throws SyntaxError on bad JSON. */
export const fromHeaders = (headers: IncomingHttpHeaders, body: Buffer): Record<string, unknown> => {
  const event: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith('ce-') && typeof value === 'string') event[name.slice(3)] = decodeHeader(value)
  const type = headers['content-type']
  if (type) event.datacontenttype = type
  if (body.length === 0) return event
  if (!type || JSON_TYPE.test(type)) event.data = JSON.parse(body.toString('utf8'))
  else if (/^text\//i.test(type)) event.data = body.toString('utf8')
  else event.data_base64 = body.toString('base64')
  return event
}
