/**
 * Canonical JSON (RFC 8785 for what JSON.parse yields): members sorted by name, no space. The same value gives the
 * same bytes everywhere, so that an outsider can recompute a hash.
 */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`)
      .join(',')}}`
  return JSON.stringify(value)
}

/** Characters that PostgreSQL's text and jsonb refuse are replaced: an odd name must never stop the act it records. */
const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** The value as JSON that the database takes: dates as text, undefined left out. */
export const storable = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value)
  if (value instanceof Date) return value.toJSON()
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map((item) => storable(item))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]))
  return value
}
