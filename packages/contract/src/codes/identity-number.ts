/** 公民身份号码 (GB 11643-1999): region 6, birth date 8, sequence 3 (odd male, even female), check character. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** First two digits in GB/T 2260: provinces, and 81–83 of the residence permits of Hong Kong, Macao and Taiwan. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)

export interface IdentityNumber {
  region: string
  /** YYYY-MM-DD */
  birthDate: string
  sex: 'male' | 'female'
}

/** The check character of the first 17 digits; undefined when they are not digits. */
export const identityCheckChar = (body: string): string | undefined =>
  /^\d{17}$/.test(body) ? CHECKS[WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(body[index]), 0) % 11] : undefined

/** A real day from 1850 on; numbers of people born later than `today` are refused when it is given. */
const isBirthDate = (date: string, today: string | undefined): boolean => {
  const parsed = new Date(`${date}T00:00:00Z`)
  const real = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
  return real && date >= '1850-01-01' && (today === undefined || date <= today)
}

/**
 * The parts of a valid number; undefined for any other. A small x counts as X.
 * `today` is a local date YYYY-MM-DD.
 */
export const parseIdentityNumber = (input: string, today?: string): IdentityNumber | undefined => {
  const code = input.toUpperCase()
  if (!/^\d{17}[\dX]$/.test(code) || identityCheckChar(code.slice(0, 17)) !== code[17]) return undefined
  const birthDate = `${code.slice(6, 10)}-${code.slice(10, 12)}-${code.slice(12, 14)}`
  if (!PROVINCES.has(code.slice(0, 2)) || !isBirthDate(birthDate, today)) return undefined
  return { region: code.slice(0, 6), birthDate, sex: Number(code[16]) % 2 === 1 ? 'male' : 'female' }
}

export const isIdentityNumber = (input: string, today?: string): boolean => parseIdentityNumber(input, today) !== undefined
