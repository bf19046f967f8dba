/** Rules that owners added beside those that follow from the fields; they find what was planted. */
import type { QualityRuleInput } from '@haihe/contract'
import type { HubClient } from './hub-client.ts'

/** what the city made of each resource: by name, its id in the catalogue */
export type Ids = ReadonlyMap<string, string>

type Rule = Omit<QualityRuleInput, 'severity' | 'since'>

const rulesOf = (ids: Ids): Record<string, Rule[]> => ({
  'living-alone': [
    {
      dimension: 'completeness',
      title: '独居老人须登记紧急联系人电话',
      weight: 40,
      check: { kind: 'not-null', fields: ['jjdh'], parameters: {} },
    },
    {
      dimension: 'consistency',
      title: '联系电话与实有人口一致（一数一源）',
      weight: 40,
      check: {
        kind: 'equal',
        fields: ['lxdh'],
        parameters: { resource: ids.get('population')!, fields: ['lxdh'], on: [{ own: 'sfzh', other: 'sfzh' }] },
      },
    },
  ],
  rentals: [
    {
      dimension: 'consistency',
      title: '到期日期不早于起租日期',
      weight: 5,
      check: { kind: 'compare', fields: ['qzrq', 'dqrq'], parameters: { op: '<=' } },
    },
  ],
  insurance: [
    {
      dimension: 'accuracy',
      title: '缴费基数无离群值',
      weight: 3,
      check: { kind: 'outlier', fields: ['jfjs'], parameters: { method: 'robust-z', threshold: 3.5, within: null } },
    },
    {
      dimension: 'consistency',
      title: '参保单位在市场主体登记中',
      weight: 5,
      check: { kind: 'reference', fields: ['tyshxydm'], parameters: { resource: ids.get('enterprises')!, fields: ['tyshxydm'] } },
    },
  ],
  enterprises: [
    {
      dimension: 'accuracy',
      title: '成立日期不晚于今天',
      weight: 5,
      check: { kind: 'range', fields: ['clrq'], parameters: { min: '1949-10-01', max: 'today' } },
    },
  ],
})

export const addRules = async (engineer: HubClient, ids: Ids, today: string): Promise<void> => {
  for (const [resource, rules] of Object.entries(rulesOf(ids)))
    for (const rule of rules)
      await engineer.post(`/api/quality/resources/${ids.get(resource)}/rules`, { ...rule, severity: 'error', since: today })
}
