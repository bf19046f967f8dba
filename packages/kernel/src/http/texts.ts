/** What can be neither stored nor walked through is refused at the door, by the name of its field. */
import { AppError } from '@haihe/contract'

const UNSTORABLE = '含有无法保存的字符，请删除后重试'
const NO_NAME = '名称“__proto__”不被允许'
const TOO_DEEP = '嵌套过深，请减少层数'
/** deeper values exhaust the stack of whoever walks them */
const MOST_DEPTH = 100

/** What PostgreSQL can hold as text: no NUL, no half of a surrogate pair. */
export const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

interface Unfit {
  path: string
  message: string
}

/** The first place of a JSON value with a text that cannot be stored, a name that is none, or nested deeper than 100. */
export const unfit = (value: unknown, path = '', depth = MOST_DEPTH): Unfit | undefined => {
  if (typeof value === 'string') return storable(value) ? undefined : { path, message: UNSTORABLE }
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return undefined
  if (depth === 0) return { path: path.slice(0, 100), message: TOO_DEEP }
  for (const [key, inner] of Object.entries(value)) {
    if (!storable(key)) return { path, message: UNSTORABLE }
    // JSON.parse makes it an own member, every later copy would make it the prototype
    if (key === '__proto__') return { path, message: NO_NAME }
    const found = unfit(inner, path ? `${path}.${key}` : key, depth - 1)
    if (found) return found
  }
  return undefined
}

/** Throws INVALID_INPUT naming the field. */
export const assertFit = (value: unknown): void => {
  const found = unfit(value)
  if (found) throw new AppError('INVALID_INPUT', { errors: [found] })
}
