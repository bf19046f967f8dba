/** A suggestion per field from its name, its data standard and a sample of values, with the reason in words. Pure. */
import type { DataCategory, FieldType, Grade, Mask } from '@haihe/contract'
import { DETECTORS } from './detectors.ts'
import { fittingMask, STANDING } from './grades.ts'
import { isCounter, nameHint, standardHint } from './hints.ts'
import { minorShare, spanLives } from './minors.ts'

interface FieldSample {
  name: string
  title: string
  type: FieldType
  standard: string | null
  /** values as text; nulls and blanks are left out */
  values: readonly string[]
  /** the resource is about persons or has an identity number: places in it are somebody's */
  personal: boolean
}

interface Suggestion {
  category: DataCategory
  grade: Grade
  mask: Mask
  /** 0…1 */
  confidence: number
  /** in words, never with a value of the sample */
  reason: string
}

interface Evidence {
  category: DataCategory
  confidence: number
  words: string[]
}

/** From this many values on a sample can contradict a name. */
const ENOUGH = 20
const SURE = 0.5
/** With this share of minors the field is about them; below, the reason says how many there are. */
const MOSTLY_MINORS = 0.3

const percent = (share: number): string =>
  share === 1 ? '100%' : `${(Math.floor(share * 1000) / 10).toFixed(share > 0.99 ? 1 : 0)}%`
const both = (a: number, b: number): number => 1 - (1 - a) * (1 - b)
const normal = (value: string): string => value.normalize('NFKC').trim()

/** Coordinates of the mainland, with the four decimals that find a door. */
const isCoordinate = (value: string): boolean => {
  const numbers = value.split(/[,，\s]+/).map(Number)
  if (numbers.length > 2 || numbers.some((n) => !Number.isFinite(n)) || !/\.\d{3,}/.test(value)) return false
  const fits = (n: number): boolean => (n >= 73 && n <= 136) || (n >= 3 && n <= 54)
  return numbers.every(fits)
}

const fromSamples = (field: FieldSample, values: readonly string[], today: string): Evidence[] =>
  DETECTORS.flatMap((detector) => {
    const fitting = values.filter((value) => detector.fits(value, today))
    const share = values.length === 0 ? 0 : fitting.length / values.length
    if (share === 0 || (detector.together && !detector.together(fitting))) return []
    const named = nameHint(field.title, field.name)?.category === detector.category
    if (!detector.strict && isCounter(field.title, field.name)) return []
    if (share < (named ? detector.alone * 0.4 : detector.alone)) return []
    // a handful of values proves less than a full sample
    const weight = Math.min(1, values.length / 10)
    const confidence = (detector.strict ? 0.75 + 0.24 * share : 0.55 + 0.3 * share) * (0.6 + 0.4 * weight)
    return [{ category: detector.category, confidence, words: [`样本中 ${percent(share)} ${detector.words}`] }]
  })

/** Checks that a name's promise is kept by values: a category with its own test, of which hardly any value passes. */
const contradicted = (category: DataCategory, values: readonly string[], today: string): boolean => {
  const detector = DETECTORS.find((one) => one.category === category)
  if (!detector || values.length < ENOUGH || category === 'health' || category === 'address') return false
  return values.filter((value) => detector.fits(value, today)).length < values.length * 0.2
}

const fromName = (field: FieldSample, values: readonly string[], today: string): Evidence[] => {
  const hint = nameHint(field.title, field.name)
  if (!hint || isCounter(field.title, field.name)) return []
  const { category } = hint
  if (category === 'birthday' && values.length >= ENOUGH && minorShare(values, today) === null) return []
  if (category === 'place' && values.length >= ENOUGH && !values.some(isCoordinate) && field.type !== 'geometry') return []
  if (!contradicted(category, values, today)) return [{ category, confidence: hint.weight, words: [hint.words] }]
  return [{ category, confidence: 0.35, words: [`${hint.words}，但样本不符合`] }]
}

const fromStandard = (field: FieldSample): Evidence[] => {
  const category = standardHint(field.standard)
  return category ? [{ category, confidence: 0.85, words: [`数据标准 ${field.standard}`] }] : []
}

const merge = (all: readonly Evidence[]): Evidence[] => {
  const merged = new Map<DataCategory, Evidence>()
  for (const { category, confidence, words } of all) {
    const known = merged.get(category)
    merged.set(category, {
      category,
      confidence: both(known?.confidence ?? 0, confidence),
      words: [...(known?.words ?? []), ...words],
    })
  }
  return [...merged.values()]
}

/** Of what is likely the strictest wins, then the likelier: a wrong low grade shows what a wrong high one hides. */
const choose = (all: readonly Evidence[]): Evidence | undefined =>
  all
    .filter(({ confidence }) => confidence >= SURE)
    .sort((a, b) =>
      Math.abs(a.confidence - b.confidence) > 0.25
        ? b.confidence - a.confidence
        : STANDING[b.category].grade - STANDING[a.category].grade || b.confidence - a.confidence,
    )[0]

const withMinors = (chosen: Evidence, values: readonly string[], today: string): { evidence: Evidence; mask: Mask } => {
  const { mask } = STANDING[chosen.category]
  if (chosen.category !== 'identity-number' && chosen.category !== 'birthday') return { evidence: chosen, mask }
  const share = minorShare(values, today) ?? 0
  if (share === 0) return { evidence: chosen, mask }
  const words = [...chosen.words, `其中 ${percent(share)} 不满十四周岁`]
  return { evidence: { ...chosen, category: share >= MOSTLY_MINORS ? 'minor' : chosen.category, words }, mask }
}

/** `today`: local date YYYY-MM-DD. Always answers: a field of which nothing is known is business data. */
export const suggestField = (field: FieldSample, today: string): Suggestion => {
  const values = field.values.map(normal).filter((value) => value !== '')
  const evidence = [...fromSamples(field, values, today), ...fromName(field, values, today), ...fromStandard(field)]
  if (field.type === 'region') evidence.push({ category: 'public', confidence: 0.8, words: ['行政区划代码（GB/T 2260）'] })
  if (field.personal && field.type === 'geometry')
    evidence.push({ category: 'place', confidence: 0.7, words: ['与个人有关的位置'] })
  if (spanLives(values, today) && !evidence.some(({ category }) => category === 'birthday'))
    evidence.push({ category: 'birthday', confidence: 0.6, words: ['样本中的日期跨越几代人，形似出生日期'] })
  const merged = merge(evidence)
    // where nobody is, a coordinate is a place of the city
    .map((one) =>
      one.category === 'place' && !field.personal
        ? { ...one, category: 'public' as const, words: [...one.words, '所在资源不涉及个人'] }
        : one,
    )
  const chosen = choose(merged)
  if (!chosen) {
    const doubt = merged.map(({ words }) => words.join('，')).join('；')
    const reason = doubt ? `未达到判定把握：${doubt}` : '名称、标准和样本均未发现个人或敏感信息'
    return { category: 'business', grade: STANDING.business.grade, mask: 'none', confidence: 0.5, reason }
  }
  const { evidence: final, mask } = withMinors(chosen, values, today)
  const standing = STANDING[final.category]
  return {
    category: final.category,
    grade: standing.grade,
    mask: fittingMask(mask, field.type),
    confidence: Math.round(Math.min(final.confidence, 0.99) * 100) / 100,
    reason: `${final.words.join('；')}，判为${standing.zh}`.slice(0, 500),
  }
}
