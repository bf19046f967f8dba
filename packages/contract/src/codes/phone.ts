/** Telephone numbers of the Chinese mainland as people write them: blanks, hyphens and +86 are allowed. */
export type PhoneKind = 'mobile' | 'landline' | 'service'

export interface Phone {
  kind: PhoneKind
  /** digits only; a landline with its area code */
  number: string
}

/** Emergency and service numbers, dialled without an area code. */
const SERVICE = /^(110|119|120|122|123\d\d|9[56]\d{3}|[48]00\d{7})$/

/** The number and its kind; undefined when it is none. A landline without area code needs the caller's, such as 022. */
export const parsePhone = (input: string, areaCode?: string): Phone | undefined => {
  if (!/^(\+86)?[\d\s()（）-]{3,24}$/.test(input)) return undefined
  const digits = input.replace(/^\+86|^0086/, '').replace(/\D/g, '')
  if (SERVICE.test(digits)) return { kind: 'service', number: digits }
  if (/^1[3-9]\d{9}$/.test(digits)) return { kind: 'mobile', number: digits }
  const full = areaCode !== undefined && /^[2-9]\d{6,7}$/.test(digits) ? areaCode + digits : digits
  const valid = /^0(10|2\d)[2-9]\d{7}$|^0[3-9]\d{2}[2-9]\d{6,7}$/.test(full)
  return valid ? { kind: 'landline', number: full } : undefined
}

export const isMobile = (input: string): boolean => parsePhone(input)?.kind === 'mobile'

/** For screens and logs: 138****5678. Anything that is not a number is hidden whole. */
export const maskPhone = (input: string): string => {
  const phone = parsePhone(input)
  if (!phone) return '****'
  return phone.kind === 'service' ? phone.number : phone.number.replace(/^(.{3}).*(.{4})$/, '$1****$2')
}
