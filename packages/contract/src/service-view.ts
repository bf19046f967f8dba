/**
 * Services (服务接口) of kind 'service': an interface run by a bureau, called through the hub. What its owner configures,
 * what a caller may know of it, and what a call answers.
 */
import { z } from 'zod'
import { Decision } from './data-decision.ts'
import type { FieldError } from './error.ts'
import { FieldName, type Resource } from './resource.ts'

export const PARAMETER_TYPES = ['text', 'integer', 'number', 'boolean', 'date', 'datetime'] as const
export const ParameterType = z.enum(PARAMETER_TYPES)
export type ParameterType = z.infer<typeof ParameterType>

/** Names that a call itself uses. */
export const RESERVED_PARAMETERS: readonly string[] = ['purpose', 'basis', 'grant', 'fields', 'way']

export const ServiceParameter = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,59}$/, '参数名须以字母或下划线开头，由字母、数字、下划线和连字符组成')
    .refine((name) => !RESERVED_PARAMETERS.includes(name), '参数名与调用自身的参数重名'),
  title: z.string().trim().min(1).max(100),
  type: ParameterType,
  required: z.boolean(),
  /** where it goes: the query, a {name} in the path, or a member of the JSON body */
  in: z.enum(['query', 'path', 'body']),
  /** the field of the answer that it selects by: only who sees that field whole may use it */
  field: FieldName.nullable(),
  /** the only values it takes; empty for any */
  choices: z.array(z.string().max(200)).max(100),
  /** used when the caller names none; null for none */
  fallback: z.string().max(500).nullable(),
})
export type ServiceParameter = z.infer<typeof ServiceParameter>

export const ServiceSettings = z.object({
  /** http(s) address; {name} in its path is a parameter */
  url: z.string().max(2000),
  method: z.enum(['GET', 'POST']),
  /** sent with each call; secrets stand apart */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/, '请求头名称无效'), z.string().max(2000)),
  parameters: z.array(ServiceParameter).max(50),
  /** path of member names to the list of rows in the answer; empty for the answer itself */
  rows: z.string().max(300),
  /** field → path in a row; a field that is not named here is the member of its own name */
  members: z.record(FieldName, z.string().min(1).max(300)),
  /** whole exchange */
  timeoutSeconds: z.number().int().min(1).max(60),
  /** of the answer */
  mostKilobytes: z.number().int().min(1).max(16_384),
})
export type ServiceSettings = z.infer<typeof ServiceSettings>

export const ServiceInput = z.object({
  settings: ServiceSettings,
  /** header → secret value; what is given replaces what is there, null removes it. Never answered. */
  secrets: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/, '请求头名称无效'), z.string().max(4000).nullable()).default({}),
  enabled: z.boolean(),
  /** the version it began from; 0 for the first */
  version: z.number().int().min(0),
})
export type ServiceInput = z.infer<typeof ServiceInput>

const FORBIDDEN_HEADERS = ['host', 'content-length', 'connection', 'transfer-encoding', 'cookie']

/** What makes settings whole beyond their shape. The form and the server ask the same function. */
export const serviceProblems = ({ settings, secrets }: ServiceInput, { fields }: Pick<Resource, 'fields'>): FieldError[] => {
  const found: FieldError[] = []
  const refuse = (path: string, message: string) => found.push({ path: `settings.${path}`, message })
  const known = new Set(fields.map(({ name }) => name))
  let address: URL | undefined
  try {
    address = new URL(settings.url.replaceAll(/[{}]/g, '_'))
  } catch {
    refuse('url', '服务地址须为网址')
  }
  if (address && address.protocol !== 'http:' && address.protocol !== 'https:')
    refuse('url', '服务地址须以 http:// 或 https:// 开头')
  if (address && (address.username !== '' || address.password !== ''))
    refuse('url', '账号和密码请写在保密的请求头中，不要写在地址里')
  // a caller must never choose which system is called
  if (/^https?:\/\/[^/?#]*[{}]/.test(settings.url)) refuse('url', '参数不能出现在主机名中')
  const path = settings.url.split('?', 1)[0] as string
  const placed = new Set([...settings.url.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name as string))
  const names = new Set<string>()
  settings.parameters.forEach(({ name, in: where, field, choices, fallback, type }, index) => {
    if (names.has(name)) refuse(`parameters.${index}.name`, `参数 ${name} 重复`)
    names.add(name)
    if (where === 'path' && !path.includes(`{${name}}`)) refuse(`parameters.${index}.in`, `地址的路径中没有 {${name}}`)
    if (where === 'body' && settings.method !== 'POST') refuse(`parameters.${index}.in`, '请求体参数须用 POST 方式')
    if (field !== null && !known.has(field)) refuse(`parameters.${index}.field`, '筛选的信息项不存在')
    if (fallback !== null && choices.length > 0 && !choices.includes(fallback))
      refuse(`parameters.${index}.fallback`, '缺省值不在可选值中')
    if (fallback !== null && parameterValue({ type, choices }, fallback) === undefined)
      refuse(`parameters.${index}.fallback`, '缺省值与参数类型不符')
  })
  for (const name of placed) {
    const parameter = settings.parameters.find((one) => one.name === name)
    if (parameter?.in !== 'path') refuse('url', `地址中的 {${name}} 不是路径参数`)
    else if (!parameter.required && parameter.fallback === null) refuse('url', `路径参数 ${name} 须为必填或有缺省值`)
  }
  for (const name of Object.keys(settings.members)) if (!known.has(name)) refuse(`members.${name}`, '信息项不存在')
  for (const name of [...Object.keys(settings.headers), ...Object.keys(secrets)])
    if (FORBIDDEN_HEADERS.includes(name.toLowerCase())) refuse('headers', `请求头 ${name} 由中枢自行设置`)
  return found
}

/** A parameter's value from what a caller wrote, text or JSON; undefined for one that does not fit. */
export const parameterValue = (
  { type, choices }: Pick<ServiceParameter, 'type' | 'choices'>,
  given: unknown,
): string | number | boolean | undefined => {
  const text =
    typeof given === 'string' ? given.trim() : typeof given === 'number' || typeof given === 'boolean' ? String(given) : undefined
  if (text === undefined || (choices.length > 0 && !choices.includes(text))) return undefined
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  if (type === 'date') return z.iso.date().safeParse(text).data
  if (type === 'datetime') return z.iso.datetime({ offset: true }).safeParse(text).data
  if (type === 'text') return text.length > 2000 ? undefined : text
  const number = Number(text)
  if (text === '' || !Number.isFinite(number) || (type === 'integer' && !Number.isSafeInteger(number))) return undefined
  return number
}

export const SERVICE_STATES = ['closed', 'open', 'trying'] as const

/** What everybody may know who sees the entry: how it is called, and whether it answers. */
export const ServiceView = z.object({
  parameters: z.array(ServiceParameter),
  enabled: z.boolean(),
  /** closed: it is called; open: it failed too often and rests until `retryAt`; trying: one call tries it again */
  state: z.enum(SERVICE_STATES),
  retryAt: z.iso.datetime().nullable(),
  /** for who may configure it */
  manage: z
    .object({
      settings: ServiceSettings,
      secretNames: z.array(z.string()),
      version: z.number().int(),
      changedAt: z.iso.datetime(),
      changedBy: z.string(),
      /** the last thirty days, newest first */
      days: z.array(
        z.object({
          day: z.string(),
          calls: z.number().int(),
          failed: z.number().int(),
          /** milliseconds: mean and slowest */
          mean: z.number(),
          slowest: z.number(),
        }),
      ),
    })
    .nullable(),
})
export type ServiceView = z.infer<typeof ServiceView>

export const ServiceAnswer = z.object({
  rows: z.array(z.record(z.string(), z.unknown())),
  decision: Decision,
  /** number of the record of this read */
  read: z.number().int(),
  /** how long the interface took, milliseconds */
  took: z.number().int(),
})
export type ServiceAnswer = z.infer<typeof ServiceAnswer>
