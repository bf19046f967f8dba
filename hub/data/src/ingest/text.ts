/** What PostgreSQL can hold as text: no NUL, no half of a surrogate pair. */
export const storable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/** The same for every string and key of a JSON value; also false for one nested deeper than `depth`. */
export const storableJson = (value: unknown, depth = 100): boolean => {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth === 0) return false
  return Array.isArray(value)
    ? value.every((one) => storableJson(one, depth - 1))
    : Object.entries(value).every(([key, one]) => storable(key) && storableJson(one, depth - 1))
}
