/** What GeoReport v2 clients send, checked. Faults become errors in the form of the standard. */
import { AppError, type FieldError } from '@haihe/contract'
import { z } from 'zod'

const list = z
  .string()
  .max(2000)
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
const degrees = (most: number, name: string) =>
  z.coerce.number(`${name} 应为数字`).min(-most, `${name} 超出范围`).max(most, `${name} 超出范围`)
const instant = z.iso
  .datetime({ offset: true, error: '时间应为 W3C 格式，例如 2026-11-20T08:00:00+08:00' })
  .transform((text) => new Date(text))
const short = (most: number) => z.string().max(most).optional()

/** Body of POST requests. Fields of the standard that the hub has no use for are taken and left out. */
export const PostRequest = z.object({
  service_code: z.string('service_code 必填').min(1, 'service_code 必填').max(40),
  lat: degrees(90, 'lat'),
  long: degrees(180, 'long'),
  address_string: z.string().max(200).default(''),
  address_id: short(100),
  description: z.string().max(4000).default(''),
  media_url: z
    .url({ protocol: /^https?$/, error: 'media_url 应为网址' })
    .max(500)
    .optional(),
  first_name: z.string().max(40).default(''),
  last_name: z.string().max(40).default(''),
  phone: z.string().max(20).default(''),
  email: short(200),
  device_id: short(200),
  account_id: short(200),
})
export type PostRequest = z.infer<typeof PostRequest>

export const ListRequests = z.object({
  service_request_id: list.pipe(z.array(z.string()).max(100)).optional(),
  service_code: list.pipe(z.array(z.string()).max(100)).optional(),
  start_date: instant.optional(),
  end_date: instant.optional(),
  updated_after: instant.optional(),
  updated_before: instant.optional(),
  status: list.pipe(z.array(z.enum(['open', 'closed'], 'status 应为 open 或 closed'))).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  page_size: z.coerce.number().int().min(1).max(200).default(100),
})
export type ListRequests = z.infer<typeof ListRequests>

/** Parameters every call may carry besides its own. */
const COMMON = ['jurisdiction_id', 'api_key']

/** Throws INVALID_INPUT with the fields that are wrong; a field nobody knows is one of them. */
export const parseInput = <T extends z.ZodObject>(schema: T, given: Record<string, unknown>): z.output<T> => {
  const known = new Set([...Object.keys(schema.shape), ...COMMON])
  const errors: FieldError[] = Object.keys(given)
    .filter((name) => !known.has(name) && !/^attribute\[[\w.-]{1,60}\](\[\])?$/.test(name))
    .map((path) => ({ path, message: `不支持的参数 ${path}` }))
  const wanted = Object.fromEntries(Object.entries(given).filter(([name]) => name in schema.shape))
  const parsed = schema.safeParse(wanted)
  if (!parsed.success)
    errors.push(...parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })))
  if (errors.length > 0 || !parsed.success) throw new AppError('INVALID_INPUT', { errors })
  return parsed.data
}

/** application/x-www-form-urlencoded; a name given twice keeps its last value. */
export const parseForm = (body: string): Record<string, string> => Object.fromEntries(new URLSearchParams(body))
