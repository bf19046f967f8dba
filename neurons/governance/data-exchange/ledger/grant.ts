/** The grant that an authorisation issues: what its form says, and for the rest what the need says. */
import {
  AppError,
  type Channel,
  DAY,
  type DataGrantInput,
  type FieldError,
  type NeedStatement,
  Purpose,
  RegionCode,
  type Resource,
} from '@haihe/contract'
import { localDate } from '@haihe/kernel/calendar/index'

interface Given {
  resource: Resource
  need: NeedStatement
  grantee: string
  data: Readonly<Record<string, unknown>>
  now: Date
  /** days a grant lasts at most */
  mostDays: number | undefined
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const namesOf = (value: unknown): string[] => [
  ...new Set(
    textOf(value)
      .split(/[\s,，、;；]+/u)
      .filter(Boolean),
  ),
]

/** The instant at which a grant ends that holds for the whole of a day of the city. Throws INVALID_INPUT. */
export const endOf = (day: string, now: Date, mostDays: number | undefined): string => {
  const wrong = (message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path: 'data.until', message }] })
  const end = Date.parse(`${day}T00:00:00+08:00`) + DAY
  if (Number.isNaN(end)) throw wrong('请填写授权截止日')
  if (day <= localDate(now)) throw wrong('授权截止日须晚于今天')
  if (mostDays !== undefined && end - now.getTime() > (mostDays + 1) * DAY) throw wrong(`授权期不得超过 ${mostDays} 日`)
  return new Date(end).toISOString()
}

/** Throws INVALID_INPUT with one error per field, CASE_ACTION_NOT_ALLOWED when the resource may not be shared. */
export const grantOf = ({ resource, need, grantee, data, now, mostDays }: Given): DataGrantInput => {
  const refuse = (detail: string): never => {
    throw new AppError('CASE_ACTION_NOT_ALLOWED', { detail })
  }
  if (resource.sharing.type === 'refused') refuse('该资源不予共享，不能授权')
  if (resource.stopped) refuse('该资源质量不达标，已停止共享')
  const errors: FieldError[] = []
  const wrong = (field: string, message: string): void => void errors.push({ path: `data.${field}`, message })

  const known = new Set(resource.fields.map((field) => field.name))
  const listed = namesOf(data.fields)
  const fields = listed.length > 0 ? listed : [...new Set(need.fields.flatMap(({ field }) => field ?? []))]
  const strange = fields.filter((name) => !known.has(name))
  if (fields.length === 0) wrong('fields', '需求未对应目录字段，请列出授权字段')
  if (strange.length > 0) wrong('fields', `目录中没有这些字段：${strange.slice(0, 10).join('、')}`)
  const clear = namesOf(data.clear)
  const unlisted = clear.filter((name) => !fields.includes(name))
  if (unlisted.length > 0) wrong('clear', `明文字段须在授权字段之内：${unlisted.slice(0, 10).join('、')}`)

  const region = textOf(data.region) || need.region
  if (region !== null && !RegionCode.safeParse(region).success) wrong('region', '区划代码无效')
  let until = ''
  try {
    until = endOf(textOf(data.until), now, mostDays)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    errors.push(...(error.details.errors as FieldError[]))
  }
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors })

  // whoever may call the interface may be told by it
  const offered: readonly Channel[] = resource.channels.includes('api') ? [...resource.channels, 'event'] : resource.channels
  const channels = need.channels.filter((channel) => offered.includes(channel))

  return {
    resource: resource.id,
    grantee,
    fields,
    clear,
    purpose: Purpose.safeParse(data.purpose).data ?? need.purpose,
    basis: textOf(data.basis) || need.basis,
    region: region as DataGrantInput['region'],
    channels: channels.length > 0 ? channels : [...resource.channels],
    quota: typeof data.quota === 'number' ? Math.round(data.quota) : null,
    from: now.toISOString(),
    until,
  }
}
