/** Counts to scores. Pure. */
import { QUALITY_DIMENSIONS, type QualityDimensionScore, type QualityRule } from '@haihe/contract'
import type { Weights } from './limits.ts'

export interface Count {
  rule: string
  checked: number
  failed: number
  problem: string | null
}

export const round = (value: number): number => Math.round(value * 100) / 100

/**
 * A dimension is the mean of passed ÷ checked over its rules by their weights, so that a rule on the whole resource
 * counts beside one on a million rows; the score is the mean of the dimensions by theirs. What has nothing to check is
 * left out. Null when nothing at all was checked.
 */
export const scoreOf = (
  rules: readonly Pick<QualityRule, 'id' | 'dimension' | 'weight' | 'severity'>[],
  counts: ReadonlyMap<string, Count>,
  weights: Weights,
): { score: number | null; dimensions: QualityDimensionScore[]; worst: string } => {
  let worst = { rule: '', lost: 0 }
  const dimensions = QUALITY_DIMENSIONS.map((dimension): QualityDimensionScore => {
    const own = rules.flatMap((rule) => {
      const count = counts.get(rule.id)
      const counted = rule.dimension === dimension && rule.severity === 'error' && count && !count.problem && count.checked > 0
      return counted ? [{ rule, count }] : []
    })
    const weight = own.reduce((sum, { rule }) => sum + rule.weight, 0)
    for (const { rule, count } of own) {
      const lost = (weights[dimension] * rule.weight * count.failed) / count.checked / weight
      if (lost > worst.lost) worst = { rule: rule.id, lost }
    }
    const passed = own.reduce((sum, { rule, count }) => sum + rule.weight * (1 - count.failed / count.checked), 0)
    return {
      dimension,
      weight: weights[dimension],
      score: own.length === 0 ? null : round((100 * passed) / weight),
      checked: own.reduce((sum, { count }) => sum + count.checked, 0),
      failed: own.reduce((sum, { count }) => sum + count.failed, 0),
    }
  })
  const scored = dimensions.filter(({ score, weight }) => score !== null && weight > 0)
  const total = scored.reduce((sum, { weight }) => sum + weight, 0)
  const score = total === 0 ? null : round(scored.reduce((sum, one) => sum + one.weight * (one.score ?? 0), 0) / total)
  return { score, dimensions, worst: worst.rule }
}
