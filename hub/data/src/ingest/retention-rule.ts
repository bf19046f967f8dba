/** How long raw readings are kept, as dated rules: one for all types, one per type where it differs. */
import type { Rule } from '@haihe/contract'

const ALL = 'retention.observation'

/** `retention.observation.<type in lower case>` for one type, `retention.observation` for the rest; value in days. */
export const retentionRuleId = (type: string): string => `${ALL}.${type.toLowerCase().replace(/[^a-z0-9.-]/g, '-')}`

/** The default of the product, for a region; a city gives its own by a rule of the same id with a later start. */
export const defaultRetention = (region: string): Rule => ({
  id: ALL,
  title: { zh: '原始观测数据保存期限', en: 'How long raw observations are kept' },
  value: 1100,
  unit: 'd',
  basis: '本平台默认设置，可配置（非法规规定）',
  official: false,
  from: '2000-01-01',
  to: null,
  region,
})

/** Days that raw readings of a type are kept on a local date. */
export const retentionDays = (
  rule: (id: string, date: string, region: string) => Rule | undefined,
  type: string,
  date: string,
  region: string,
): number => {
  const found = rule(retentionRuleId(type), date, region) ?? rule(ALL, date, region)
  return typeof found?.value === 'number' && found.value > 0 ? found.value : (defaultRetention(region).value as number)
}
