/** 统一社会信用代码 (GB 32100-2015) and the 组织机构代码 within it (GB 11714-1997). */

/** No I, O, S, V, Z: they look like digits or each other. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** Value of a character in an organisation code: digits, then A = 10 … Z = 35. */
const orgValue = (char: string): number => Number.parseInt(char, 36)

const weigh = (chars: string, weights: readonly number[], value: (char: string) => number): number =>
  weights.reduce((sum, weight, index) => sum + weight * value(chars[index]!), 0)

/** The 9th character of an organisation code from its first eight; undefined when they are not 0-9A-Z. */
export const orgCheckChar = (body: string): string | undefined => {
  if (!/^[0-9A-Z]{8}$/.test(body)) return undefined
  const rest = 11 - (weigh(body, ORG_WEIGHTS, orgValue) % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

/** Nine characters, with or without the hyphen before the last. */
export const isOrgCode = (code: string): boolean => {
  const plain = code.replace(/^(.{8})-(.)$/, '$1$2')
  return /^[0-9A-Z]{8}[0-9X]$/.test(plain) && orgCheckChar(plain.slice(0, 8)) === plain[8]
}

/** The 18th character from the first seventeen; undefined when one is outside the alphabet. */
export const usccCheckChar = (body: string): string | undefined => {
  if (body.length !== 17 || [...body].some((char) => !ALPHABET.includes(char))) return undefined
  const sum = weigh(body, USCC_WEIGHTS, (char) => ALPHABET.indexOf(char))
  return ALPHABET[(31 - (sum % 31)) % 31]
}

export type UsccProblem = 'format' | 'checkChar' | 'orgCode'

export interface Uscc {
  /** 登记管理部门: 1 机构编制 5 民政 9 工商 … */
  authority: string
  category: string
  /** GB/T 2260, six digits */
  region: string
  orgCode: string
}

/**
 * What is wrong with a unified social credit code, or undefined. Historic codes whose organisation part was given
 * out by way of exception fail only with `orgCode`: callers may let those pass with a warning.
 */
export const usccProblem = (code: string): UsccProblem | undefined => {
  if (!/^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return 'format'
  if (usccCheckChar(code.slice(0, 17)) !== code[17]) return 'checkChar'
  return isOrgCode(code.slice(8, 17)) ? undefined : 'orgCode'
}

export const isUscc = (code: string): boolean => usccProblem(code) === undefined

/** The parts of a valid code; undefined for any other. */
export const parseUscc = (code: string): Uscc | undefined =>
  isUscc(code) ? { authority: code[0]!, category: code[1]!, region: code.slice(2, 8), orgCode: code.slice(8, 17) } : undefined
