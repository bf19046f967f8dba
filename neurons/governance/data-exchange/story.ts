/** Acceptance story: a district bureau needs to check number plates; the police confirm, catalogue, connect and grant. */
import type { Story } from '@haihe/contract'

const RESOURCE = '0199d0d0-0000-4000-8000-000000000001'
const [ASKER, OWNER, DESK] = ['hp-sthj', 'tj-gaj', 'tj-dsj']

export const story: Story = {
  scenario: 'governance/data-exchange',
  title: {
    zh: '部门提出数据需求，数源单位确责、编目、挂接、授权，需求单位使用并评价',
    en: 'A department states a need; its owner confirms, catalogues, connects and grants it; it is used and rated',
  },
  steps: [
    {
      at: 0,
      do: 'state',
      unit: ASKER,
      need: {
        title: '高排放车辆核查',
        matter: '移动源监管',
        fields: [{ name: '号牌' }, { name: '车型' }],
        purpose: 'supervision',
        basis: '《中华人民共和国大气污染防治法》',
        frequency: 'daily',
        wantedBy: '2026-12-01',
        owner: OWNER,
      },
    },
    { at: 1, do: 'expectCase', category: 'N3', region: '120101', open: true },
    { at: 60, do: 'act', role: 'cityCenter', unit: DESK, action: 'review' },
    { at: 120, do: 'act', role: 'deptHandler', unit: OWNER, action: 'confirm', data: { promise: '2026-11-30' } },
    { at: 130, do: 'catalogue', resource: { id: RESOURCE, owner: OWNER, state: 'draft', version: 0 } },
    { at: 140, do: 'act', role: 'deptHandler', unit: OWNER, action: 'linkResource', data: { resource: RESOURCE } },
    { at: 200, do: 'catalogue', resource: { id: RESOURCE, owner: OWNER, state: 'published', version: 1 } },
    { at: 200, do: 'tell', topic: 'catalogue.published', payload: { resource: RESOURCE, version: 1 } },
    { at: 201, do: 'expectIndicator', indicator: 'exchange.connection-rate', region: '12', between: [0, 0] },
    {
      at: 260,
      do: 'tell',
      topic: 'resource.loaded',
      payload: { resource: RESOURCE, connector: 'plates', run: 1, rows: 900, rejected: 0 },
    },
    { at: 261, do: 'expectIndicator', indicator: 'exchange.connection-rate', region: '12', between: [1, 1] },
    {
      at: 300,
      do: 'act',
      role: 'deptHandler',
      unit: OWNER,
      action: 'authorise',
      data: { fields: 'plate,model', until: '2027-06-30' },
    },
    { at: 301, do: 'expectIndicator', indicator: 'exchange.answered-on-time', region: '12', between: [1, 1] },
    { at: 360, do: 'tell', topic: 'grant.used', payload: { grant: '$grant', resource: RESOURCE, grantee: ASKER } },
    { at: 400, do: 'act', role: 'deptHandler', unit: ASKER, action: 'rate', data: { resolved: 'yes', satisfaction: 5 } },
    { at: 401, do: 'expectCase', category: 'N3', region: '120101', open: false },
    { at: 402, do: 'expectIndicator', indicator: 'exchange.needs-met', region: '12', between: [1, 1] },
  ],
}
