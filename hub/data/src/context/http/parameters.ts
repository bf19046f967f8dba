/** Query parameters: known ones only, read with care. Throws InvalidRequest or BadRequestData. */
import { bad, invalid } from '../problem.ts'

export type Query = Record<string, string>

/** A parameter that the resource does not know is an error (clause 6.3.20). */
export const checkKnown = (query: Query, known: ReadonlySet<string>): void => {
  for (const name of Object.keys(query)) if (!known.has(name)) throw invalid('param.unknown', { name })
}

export const flag = (query: Query, name: string): boolean => {
  const value = query[name]
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  throw bad('param.invalid', { name, value })
}

export const integer = (query: Query, name: string, least: number, most: number, otherwise: number): number => {
  const value = query[name]
  if (value === undefined) return otherwise
  if (!/^-?\d{1,9}$/.test(value)) throw bad('param.invalid', { name, value })
  const number = Number(value)
  if (number < least || number > most) throw bad('param.invalid', { name, value })
  return number
}

/** Items between commas; an empty one is an error. */
export const list = (query: Query, name: string): string[] | undefined => {
  const value = query[name]
  if (value === undefined) return undefined
  const items = value.split(',').map((item) => item.trim())
  if (items.some((item) => item === '')) throw bad('param.invalid', { name, value })
  return items
}

export const MOST_LIMIT = 1000
export const DEFAULT_LIMIT = 20

export interface Page {
  limit: number
  offset: number
  count: boolean
}

/** limit 0 asks for the count alone (clause 6.3.10, 6.3.13). */
export const readPage = (query: Query, defaultLimit = DEFAULT_LIMIT): Page => {
  const count = flag(query, 'count')
  const limit = integer(query, 'limit', 0, MOST_LIMIT, defaultLimit)
  if (limit === 0 && !count) throw bad('param.needs', { name: 'limit=0', other: 'count=true' })
  return { limit, offset: integer(query, 'offset', 0, 10_000_000, 0), count }
}

/** Percent-encoding of what a query must not hold; the rest stays readable. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/%(3A|2F|2C|3F|40|24|3B|5B|5D)/g, (code) => decodeURIComponent(code))

/** Link header to neighbouring pages, parameters in the order of their names. */
export const pageLinks = (url: string, page: Page, more: boolean, type: string): string | undefined => {
  const [path = '', search = ''] = url.split('?')
  const to = (offset: number, rel: string): string => {
    const params = new URLSearchParams(search)
    params.set('offset', String(offset))
    params.set('limit', String(page.limit))
    params.sort()
    const query = [...params].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
    return `<${path.replace(/\/$/, '')}?${query}>; rel="${rel}"; type="${type}"`
  }
  const links = [
    ...(page.offset > 0 ? [to(Math.max(0, page.offset - page.limit), 'prev')] : []),
    ...(more ? [to(page.offset + page.limit, 'next')] : []),
  ]
  return page.limit > 0 && links.length > 0 ? links.join(', ') : undefined
}
