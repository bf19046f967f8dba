/** What the quality pages reckon with, without a screen. */
import type { LineageKind, QualityRuleView, QualitySamples, QualityScore, ResourceField } from '@haihe/contract'

export const lineageHref = (kind: LineageKind, id: string): string =>
  `/console/lineage?node=${encodeURIComponent(`${kind}:${id}`)}`

/** Share of the rows that pass, 0…1; null where nothing was checked. */
export const passRate = ({ checked, failed }: Pick<QualityRuleView, 'checked' | 'failed'>): number | null =>
  checked === null || failed === null || checked === 0 ? null : (checked - failed) / checked

/** What asks for a hand comes first: rules that cannot be checked, then the lowest pass rates; silenced ones last. */
export const byNeed = (a: QualityRuleView, b: QualityRuleView): number => need(a) - need(b)
const need = (rule: QualityRuleView): number => (rule.silenced ? 3 : rule.problem ? -1 : rule.failed ? (passRate(rule) ?? 1) : 2)

export type Standing = 'good' | 'rectify' | 'stop' | 'none'
export const standingOf = ({ score, below }: Pick<QualityScore, 'score' | 'below'>): Standing =>
  below ?? (score === null ? 'none' : 'good')

const part = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|')

/**
 * The way of a failing row: by its key where all of the key is shown, else by the run that wrote it. A masked key leads
 * to nobody.
 */
export const sampleHref = (
  resource: string,
  fields: readonly Pick<ResourceField, 'name' | 'type'>[],
  keys: readonly string[],
  row: QualitySamples['rows'][number],
): string | null => {
  const values = keys.map((name) => row.values.find(({ field }) => field === name))
  // the hub writes times into a key in a form of its own
  const plain = keys.every((name) => fields.find((field) => field.name === name)?.type !== 'datetime')
  const shown = plain && values.length > 0 && values.every((one) => one && !one.masked && one.value !== null)
  if (shown) {
    const texts = values.map((one) => String(one?.value))
    const [only] = texts
    const key = texts.length === 1 && only !== undefined && !/[\\|]/.test(only) ? only : texts.map(part).join('|')
    return `/console/lineage?tab=row&row=${encodeURIComponent(`${resource}#${key}`)}`
  }
  return row.run === null ? null : lineageHref('run', String(row.run))
}

/** A score as it is written: one place, never rounded up to what it is not, and «—» for none. */
export const scoreText = (score: number | null): string =>
  score === null ? '—' : (Math.floor(Math.round(score * 1e6) / 1e5) / 10).toFixed(1)
