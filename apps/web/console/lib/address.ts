/** The address is the state: readers for the parts of a search, and the spans of time that pages share. */
import { instantOf, localMinute } from '../../ui/minute.ts'

/** Undefined when the text is not one of its kind: such a part leaves the address. */
export type Reader<T extends string = string> = (text: string) => T | undefined

export const words =
  (most = 200): Reader =>
  (text) =>
    text.trim() !== '' && text.length <= most ? text : undefined

export const matching =
  (pattern: RegExp): Reader =>
  (text) =>
    pattern.test(text) ? text : undefined

export const oneOf =
  <T extends string>(...values: readonly T[]): Reader<T> =>
  (text) =>
    values.find((value) => value === text)

/** 2026-11-20T08:30, or any instant with an offset, which becomes the minute in the city's time */
export const minute: Reader = (text) => {
  if (instantOf(text)) return text
  return /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)) ? localMinute(text) : undefined
}

export const region: Reader = matching(/^(\d{2}|\d{6}|\d{9}|\d{12}|\d{15})$/)
/** id of a source, a token, an entity …: no blanks */
export const id: Reader = matching(/^\S{1,300}$/)

export type Search<S extends Record<string, Reader>> = {
  [K in keyof S]?: NonNullable<ReturnType<S[K]>>
}

/** `const parse = searchOf({ source: id, state: oneOf('open', 'replayed') })` for a route's validateSearch. */
export const searchOf =
  <S extends Record<string, Reader>>(spec: S) =>
  (search: Record<string, unknown>): Search<S> => {
    const read: Record<string, string> = {}
    for (const [name, reader] of Object.entries(spec)) {
      const given = search[name]
      const value = typeof given === 'string' ? reader(given) : typeof given === 'number' ? reader(String(given)) : undefined
      if (value !== undefined) read[name] = value
    }
    return read as Search<S>
  }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const SPANS = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': 24 * HOUR,
  '7d': 168 * HOUR,
  '30d': 720 * HOUR,
} as const
export type Span = keyof typeof SPANS
export const span = oneOf(...(Object.keys(SPANS) as Span[]))

export interface TimeSearch {
  span?: Span
  from?: string
  to?: string
}
export const timeSearch = { span, from: minute, to: minute }

/** Instants of a search in time: a span back from now, or two minutes in the city's time; the later `to` minute is included. */
export const timeRange = (search: TimeSearch, now: number, without?: Span): { from?: string; to?: string } => {
  const { from, to } = search
  if (from !== undefined || to !== undefined)
    return {
      ...(from === undefined ? {} : { from: instantOf(from) as string }),
      ...(to === undefined ? {} : { to: new Date(Date.parse(instantOf(to) as string) + MINUTE).toISOString() }),
    }
  const chosen = search.span ?? without
  // whole minutes, so that the question stays the same while the screen looks at it
  return chosen ? { from: new Date(Math.floor(now / MINUTE) * MINUTE - SPANS[chosen]).toISOString() } : {}
}

/** `-perMinute` sorts by perMinute, greatest first. */
export const sortOf = (text: string | undefined): { by: string; descending: boolean } | null =>
  text ? { by: text.replace(/^-/, ''), descending: text.startsWith('-') } : null

/** One press sorts upwards, the next downwards, the third leaves the order of the server. */
export const nextSort = (now: string | undefined, by: string): string | undefined =>
  now === by ? `-${by}` : now === `-${by}` ? undefined : by

/** Rows in the order of a value; gaps come last whichever way it goes. */
export const sorted = <T>(rows: readonly T[], value: (row: T) => string | number | boolean | null, descending: boolean): T[] =>
  [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    const order = typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y, 'zh-CN') : Number(x) - Number(y)
    return descending ? -order : order
  })
