/** From how many rows on a collection counts for more than its fields (规模跨阈值升级). */
import type { PolicyLimits, Rule } from '@haihe/contract'
import { localDate, type RuleIndex } from '@haihe/kernel'
import { z } from 'zod'

const VOLUME_RULE = 'data.volume-grades'

const Volume = z.object({
  steps: z.array(z.object({ rows: z.number().int().min(1), raise: z.number().int().min(1) })),
  most: z.number().int().min(1).max(6),
})

/** Without a source at hand: a default that each city sets. */
const DEFAULT_VOLUME: PolicyLimits['volume'] = {
  steps: [
    { rows: 100_000, raise: 1 },
    { rows: 10_000_000, raise: 2 },
  ],
  most: 5,
}

export const classificationRules = (city: string): Rule[] => [
  {
    id: VOLUME_RULE,
    title: { zh: '数据集合按规模升级', en: 'Grades that rise with volume' },
    value: { steps: DEFAULT_VOLUME.steps.map((step) => ({ ...step })), most: DEFAULT_VOLUME.most },
    unit: 'grade',
    basis: '可配置默认值，参照 GB/T 43697-2024 分级要素“规模”，具体阈值由本市确定',
    official: false,
    from: '2024-10-01',
    to: null,
    region: city,
  },
]

/** The rule of today. Where none is in force grades do not rise. */
export const volumeLimits = (rules: Pick<RuleIndex, 'find'>, city: string, now: () => Date) => (): PolicyLimits['volume'] => {
  const value = Volume.safeParse(rules.find(VOLUME_RULE, localDate(now()), city)?.value)
  return value.success ? value.data : { steps: [], most: 5 }
}
