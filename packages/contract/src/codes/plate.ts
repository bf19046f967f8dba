/** 机动车号牌 of the Chinese mainland. Letters I and O are never used in the serial. */
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const HEAD = `[${PROVINCES}][A-HJ-NP-Z]`
const SERIAL = '[A-HJ-NP-Z0-9]'

const KINDS = [
  ['newEnergySmall', new RegExp(`^${HEAD}[A-HJK]${SERIAL}\\d{4}$`)],
  ['newEnergyLarge', new RegExp(`^${HEAD}\\d{5}[DF]$`)],
  ['police', new RegExp(`^${HEAD}${SERIAL}{4}警$`)],
  ['training', new RegExp(`^${HEAD}${SERIAL}{4}学$`)],
  ['trailer', new RegExp(`^${HEAD}${SERIAL}{4}挂$`)],
  ['hongKong', new RegExp(`^粤Z${SERIAL}{4}港$`)],
  ['macao', new RegExp(`^粤Z${SERIAL}{4}澳$`)],
  ['ordinary', new RegExp(`^${HEAD}${SERIAL}{5}$`)],
] as const

export type PlateKind = (typeof KINDS)[number][0]

export interface Plate {
  /** without separators, in capitals: 津AD12345 */
  number: string
  kind: PlateKind
  /** one character: 津 for Tianjin */
  province: string
}

/** The plate, read without blanks and dots (津A·12345); undefined when it is none. */
export const parsePlate = (input: string): Plate | undefined => {
  const number = input.toUpperCase().replace(/[\s·•.-]/g, '')
  const kind = KINDS.find(([, pattern]) => pattern.test(number))?.[0]
  return kind && { number, kind, province: number[0]! }
}

export const isPlate = (input: string): boolean => parsePlate(input) !== undefined
