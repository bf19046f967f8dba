/** What a protected value looks like without what it says: enough to see why a format is wrong. */
const MOST = 60

/** 9 for a digit, A and a for letters, 汉 for a Chinese character; signs stay. Null for what has no text. */
export const shapeOf = (value: unknown): string | null => {
  if (value === null || value === undefined || typeof value === 'boolean') return null
  if (typeof value === 'object' && !(value instanceof Date)) return null
  const text = value instanceof Date ? value.toISOString() : String(value)
  const shape = [...text.slice(0, 200)].map((char) => {
    if (/\p{Nd}/u.test(char)) return '9'
    if (/\p{Lu}/u.test(char)) return 'A'
    if (/\p{Ll}/u.test(char)) return 'a'
    if (/\p{Script=Han}/u.test(char)) return '汉'
    return /[\p{L}\p{N}]/u.test(char) ? '字' : char
  })
  return shape.length > MOST ? `${shape.slice(0, MOST).join('')}…` : shape.join('')
}
