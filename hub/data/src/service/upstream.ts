/** One exchange with a bureau's interface: the request it is to get, and the rows in what it answers. */
import { AppError, parameterValue, type Resource, type ServiceSettings } from '@haihe/contract'
import { Forbidden, type Outbound, type OutboundRequest } from '../context/net/outbound.ts'
import { atPath } from '../exchange/web/json-rows.ts'

/** Rows of one answer. */
export const MOST_ROWS = 1000

export type Values = ReadonlyMap<string, string | number | boolean>

/** What a caller gave, as the interface is to get it. Throws INVALID_INPUT with one error per parameter. */
export const valuesOf = ({ parameters }: ServiceSettings, given: Readonly<Record<string, unknown>>): Values => {
  const errors: { path: string; message: string }[] = []
  const values = new Map<string, string | number | boolean>()
  const known = new Set(parameters.map(({ name }) => name))
  for (const name of Object.keys(given))
    if (!known.has(name)) errors.push({ path: `parameters.${name}`, message: '该服务没有这个参数' })
  for (const parameter of parameters) {
    const { name, title, required, fallback } = parameter
    const written = Object.hasOwn(given, name) ? given[name] : undefined
    const present = written === undefined || written === null || written === '' ? fallback : written
    if (present === null) {
      if (required) errors.push({ path: `parameters.${name}`, message: `请填写${title}` })
      continue
    }
    const value = parameterValue(parameter, present)
    // a path of dots would lead up to another address
    if (value === undefined || (parameter.in === 'path' && /^\.{1,2}$/.test(String(value))))
      errors.push({ path: `parameters.${name}`, message: `${title}的取值与要求不符` })
    else values.set(name, value)
  }
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors })
  return values
}

export const requestOf = (
  settings: ServiceSettings,
  secrets: Readonly<Record<string, string>>,
  values: Values,
): OutboundRequest => {
  const [path = '', query] = settings.url.split('?', 2)
  const of = (where: 'path' | 'query' | 'body') =>
    settings.parameters.flatMap(({ name, in: at }) =>
      at === where && values.has(name) ? [[name, values.get(name)] as const] : [],
    )
  let filled = path
  for (const [name, value] of of('path')) filled = filled.replaceAll(`{${name}}`, () => encodeURIComponent(String(value)))
  const address = new URL(query === undefined ? filled : `${filled}?${query}`)
  for (const [name, value] of of('query')) address.searchParams.set(name, String(value))
  const isPost = settings.method === 'POST'
  return {
    url: address.href,
    method: settings.method,
    headers: {
      accept: 'application/json',
      ...(isPost ? { 'content-type': 'application/json' } : {}),
      ...settings.headers,
      ...secrets,
    },
    ...(isPost ? { body: JSON.stringify(Object.fromEntries(of('body'))) } : {}),
    timeout: settings.timeoutSeconds * 1000,
    mostBytes: settings.mostKilobytes * 1024,
  }
}

/** Of a failure: whether the interface is to blame in a way that a rest may mend. */
export class Fault extends Error {
  readonly app: AppError
  readonly isDown: boolean
  constructor(app: AppError, isDown: boolean) {
    super(app.message)
    this.app = app
    this.isDown = isDown
  }
}

const failed = (why: string, isDown: boolean, more: Record<string, unknown> = {}): Fault =>
  new Fault(new AppError('SERVICE_FAILED', { detail: why, ...more }), isDown)

const send = async (outbound: Pick<Outbound, 'send'>, request: OutboundRequest): Promise<string> => {
  let response: Awaited<ReturnType<Outbound['send']>>
  try {
    response = await outbound.send(request)
  } catch (error) {
    if (error instanceof Forbidden) throw failed('服务地址在内部网络，须由管理员以 HAIHE_PRIVATE_NETWORKS 放行', false)
    const text = error instanceof Error ? error.message : String(error)
    if (text.startsWith('no answer within')) throw new Fault(new AppError('SERVICE_TIMEOUT', {}), true)
    if (text.startsWith('answer over')) throw failed('答复超过允许的大小，请用参数缩小范围', false)
    throw failed('无法连接该服务接口', true)
  }
  const { status, body } = response
  if (status >= 200 && status < 300) return body
  throw failed(`该服务接口返回 ${status}`, status === 429 || status >= 500, { upstreamStatus: status })
}

/** Rows of the answer with a value per field of the resource. Throws Fault. */
export const askUpstream = async (
  outbound: Pick<Outbound, 'send'>,
  settings: ServiceSettings,
  request: OutboundRequest,
  { fields }: Pick<Resource, 'fields'>,
): Promise<Record<string, unknown>[]> => {
  const body = await send(outbound, request)
  let document: unknown
  try {
    document = body.trim() === '' ? [] : JSON.parse(body)
  } catch {
    throw failed('答复不是有效的 JSON', true)
  }
  const found = atPath(document, settings.rows)
  if (found === undefined) throw failed(`答复中没有 ${settings.rows}`, false)
  const items = Array.isArray(found) ? found : found === null ? [] : [found]
  if (items.length > MOST_ROWS) throw failed(`答复超过 ${MOST_ROWS} 行，请用参数缩小范围`, false)
  return items.map((item) => {
    if (typeof item !== 'object' || item === null) throw failed('答复的行不是对象', false)
    return Object.fromEntries(fields.map(({ name }) => [name, atPath(item, settings.members[name] ?? name) ?? null]))
  })
}
