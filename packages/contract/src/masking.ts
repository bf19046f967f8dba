/**
 * How a value is shown to who may not see it whole (reference §5.4). Every mask depends on what it shows alone: two
 * values that look the same masked cannot be told apart, a value of an unexpected form is hidden whole, and masking
 * what is masked changes nothing.
 */
import type { Mask } from './resource.ts'

const STAR = '*'
const hidden = (text: string): string => STAR.repeat([...text].length)

/** Surnames of two characters (复姓); of any other name the first character is kept. */
const COMPOUND = new Set(
  `欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠
  公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁
  拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯
  西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 吴铭 纳兰 完颜 叶赫`.split(/\s+/),
)

/** 王小明 → 王**, 欧阳娜娜 → 欧阳** */
export const maskName = (name: string): string => {
  const chars = [...name.trim()]
  if (chars.length < 2) return STAR.repeat(chars.length)
  const kept = chars.length > 2 && COMPOUND.has(chars.slice(0, 2).join('')) ? 2 : 1
  return chars.slice(0, kept).join('') + STAR.repeat(chars.length - kept)
}

/** 120101199001011234 → 120101********1234; of fifteen digits the last three. */
export const maskIdentityNumber = (input: string): string => {
  const code = input.trim()
  if (/^\d{6}[\d*]{8}\d{3}[\dXx]$/.test(code)) return `${code.slice(0, 6)}${STAR.repeat(8)}${code.slice(14)}`
  if (/^\d{6}[\d*]{6}\d{3}$/.test(code)) return `${code.slice(0, 6)}${STAR.repeat(6)}${code.slice(12)}`
  return maskIdentityOuter(code)
}

/** 120101199001011234 → 1****************4 */
export const maskIdentityOuter = (input: string): string => {
  const code = input.trim()
  if (!/^\d([\d*]{13}|[\d*]{16})[\dXx]$/.test(code)) return hidden(code)
  return `${code[0]}${STAR.repeat(code.length - 2)}${code.at(-1)}`
}

/** 13812345678 → 138****5678; a number too short to hide anything of it is hidden whole. */
export const maskPhoneNumber = (input: string): string => {
  const number = input.replace(/[\s()（）-]/g, '').replace(/^(\+86|0086)/, '')
  if (!/^\d{3}[\d*]{3,6}\d{4}$/.test(number)) return hidden(number)
  return `${number.slice(0, 3)}${STAR.repeat(number.length - 7)}${number.slice(-4)}`
}

/** The last four of a card's number. */
export const maskBankCard = (input: string): string => {
  const number = input.replace(/[\s-]/g, '')
  return /^[\d*]{8,15}\d{4}$/.test(number) ? STAR.repeat(number.length - 4) + number.slice(-4) : hidden(number)
}

// names of places hold none of the signs by which streets, houses and rooms are written
const PLACE = String.raw`(?:(?![路街道巷弄号村楼栋室院])\p{Script=Han})`
const DOWN_TO_STREET = new RegExp(
  `^(?:${PLACE}{2,7}?(?:省|自治区|特别行政区))?(?:${PLACE}{1,7}?(?:(?<![超城门])市|自治州|地区|盟))?` +
    `(?:${PLACE}{1,8}?(?:(?<![小社园校厂景库营片])区|县|旗|(?<![超城门])市))?(?:${PLACE}{1,8}?(?:街道|镇|乡|苏木))?`,
  'u',
)

/** 天津市和平区劝业场街道南京路1号 → 天津市和平区劝业场街道****; an address that names no such place is hidden whole. */
export const maskAddress = (input: string): string => {
  const address = input.trim()
  return `${DOWN_TO_STREET.exec(address)?.[0] ?? ''}****`
}

/** Side of a cell in thousandths of a degree: 445 m from south to north, 340 m from west to east at 40° N. */
const CELL = 4
const cell = (degrees: number): number => (Math.floor(Math.round(degrees * 1e9) / (CELL * 1e6)) * CELL + CELL / 2) / 1000

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** A point moves to the centre of its cell; any other shape is hidden. Takes GeoJSON or 'longitude,latitude'. */
export const maskPlace = (value: unknown): unknown => {
  if (typeof value === 'string') {
    const found = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(value)
    return found ? `${cell(Number(found[1]))},${cell(Number(found[2]))}` : null
  }
  const { type, coordinates } = (value ?? {}) as { type?: unknown; coordinates?: unknown }
  if (type !== 'Point' || !Array.isArray(coordinates)) return null
  const [lon, lat] = coordinates as unknown[]
  return isNumber(lon) && isNumber(lat) ? { type, coordinates: [cell(lon), cell(lat)] } : null
}

/** 1990-05-01 → 1990; an instant is of the year in which its text as JSON stands, wherever the hub runs */
export const maskYear = (value: unknown): string | null => {
  if (value instanceof Date) return String(value.getUTCFullYear())
  if (typeof value !== 'string' && !isNumber(value)) return null
  return /^(\d{4})(?:$|\d{4}$|[-年/.].*$)/s.exec(String(value).trim())?.[1] ?? null
}

const TEXTS: Partial<Record<Mask, (text: string) => string>> = {
  name: maskName,
  'identity-number': maskIdentityNumber,
  'identity-number-outer': maskIdentityOuter,
  phone: maskPhoneNumber,
  'bank-card': maskBankCard,
  address: maskAddress,
}

/** The value as a mask shows it. `pseudonym` makes the pseudonym of a text; without it such values are hidden. */
export const maskValue = (mask: Mask, value: unknown, pseudonym?: (text: string) => string): unknown => {
  if (mask === 'none') return value
  if (value === null || value === undefined || mask === 'hide') return null
  if (mask === 'place') return maskPlace(value)
  if (mask === 'year') return maskYear(value)
  if (typeof value === 'object') return null
  if (mask === 'pseudonym') return pseudonym ? pseudonym(String(value)) : null
  return TEXTS[mask]?.(String(value)) ?? null
}
