/** JSON as it comes over the wire. */
export type Json = string | number | boolean | null | Json[] | JsonObject
export interface JsonObject {
  [name: string]: Json
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A URI (or IRI): scheme, colon, none of the characters that RFC 3986 forbids everywhere. */
const URI = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"{}|\\^`]+$/
const ASCII = /^[\x21-\x7e]+$/
// what cannot be seen or turns the reading direction would show as another identifier in logs and on screens
const UNSEEN = /[\p{C}\p{Z}\p{DI}\u2800]/u
export const isUri = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 2048 && URI.test(value) && (ASCII.test(value) || !UNSEEN.test(value))

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})([.,]\d{1,9})?Z$/

/** Epoch milliseconds of a DateTime of clause 4.6.3 (UTC, ending in Z); NaN when it is none. */
export const dateTime = (value: unknown): number => {
  if (typeof value !== 'string') return Number.NaN
  const found = DATE_TIME.exec(value)
  if (!found) return Number.NaN
  const at = Date.parse(value.replace(',', '.'))
  // Date.parse rolls 31 April over; a date that does not read back is none
  return new Date(at).getUTCDate() === Number(found[3]) || found[4] === '24' ? at : Number.NaN
}
export const isDateTime = (value: unknown): value is string => !Number.isNaN(dateTime(value))

/** Deep equality of JSON values; the order of members does not matter. */
export const sameJson = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameJson(item, b[i]))
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a)
    return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
  }
  return false
}
