/**
 * Identification code of a component (部件标识码): 16 digits = district 6 + main class 2 + sub-class 2 + serial 6.
 * Field practice around GB/T 30428.2; configurable where a city's own rules differ.
 */
interface ComponentCode {
  district: string
  /** our category code: C, main class, sub-class */
  category: string
  serial: number
}

export const parseComponentCode = (text: string): ComponentCode | undefined => {
  const parts = /^(\d{6})(\d{2})(\d{2})(\d{6})$/.exec(text)
  if (!parts) return undefined
  return { district: parts[1]!, category: `C${parts[2]}${parts[3]}`, serial: Number(parts[4]) }
}

/** Throws RangeError for parts that do not fit. */
export const formatComponentCode = ({ district, category, serial }: ComponentCode): string => {
  if (!/^\d{6}$/.test(district) || !/^C\d{4}$/.test(category)) throw new RangeError('district or category does not fit')
  if (!Number.isInteger(serial) || serial < 0 || serial > 999_999) throw new RangeError('serial does not fit in six digits')
  return `${district}${category.slice(1)}${String(serial).padStart(6, '0')}`
}
