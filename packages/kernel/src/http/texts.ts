/** Texts that a database cannot hold are refused at the door, by the name of their field. */
import { AppError } from '@haihe/contract'

const MESSAGE = '含有无法保存的字符，请删除后重试'

const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Path of the first text with a NUL or half a surrogate pair; undefined when there is none. */
export const unstorable = (value: unknown, path = ''): string | undefined => {
  if (typeof value === 'string') return storable(value) ? undefined : path
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const at = path ? `${path}.${key}` : key
    if (!storable(key)) return path
    const found = unstorable(inner, at)
    if (found !== undefined) return found
  }
  return undefined
}

/** Throws INVALID_INPUT naming the field. */
export const assertStorable = (value: unknown): void => {
  const path = unstorable(value)
  if (path !== undefined) throw new AppError('INVALID_INPUT', { errors: [{ path, message: MESSAGE }] })
}
