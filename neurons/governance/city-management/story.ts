/** Acceptance story: a citizen reports rubbish, the street looks and clears it, checks, and the citizen says how it went. */
import type { Story } from '@haihe/contract'

const REGION = '120101001'

export const story: Story = {
  scenario: 'governance/city-management',
  title: { zh: '市民反映暴露垃圾，街道当日办结并获好评', en: 'A citizen reports rubbish; the street clears it and is praised' },
  steps: [
    {
      at: 0,
      do: 'report',
      role: 'citizen',
      caseType: 'city-management',
      category: '0102',
      region: REGION,
      title: '路边有一堆垃圾没人清',
      place: { lon: 117.1956, lat: 39.1244 },
    },
    { at: 1, do: 'expectCase', category: '0102', region: REGION, open: true },
    { at: 5, do: 'act', role: 'gridWorker', action: 'verifyOnsite', data: { found: 'yes' } },
    { at: 8, do: 'act', role: 'streetDispatcher', action: 'register' },
    { at: 9, do: 'act', role: 'streetDispatcher', action: 'dispatch' },
    { at: 15, do: 'act', role: 'deptHandler', action: 'accept' },
    { at: 20, do: 'act', role: 'deptHandler', action: 'contact' },
    { at: 80, do: 'act', role: 'deptHandler', action: 'finish', data: { reply: '已清运完毕，加密巡查。' } },
    { at: 100, do: 'act', role: 'streetDispatcher', action: 'pass' },
    { at: 120, do: 'act', role: 'citizen', action: 'appraise', data: { responded: true, resolved: 'yes', satisfaction: 5 } },
    { at: 121, do: 'expectCase', category: '0102', region: REGION, open: false },
    { at: 122, do: 'expectIndicator', indicator: 'city.response-rate', region: REGION, between: [0.01, 1] },
  ],
}
