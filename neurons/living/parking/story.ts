/** Acceptance story: a car park fills up, an alert opens a case, it empties again and the alert closes by itself. */
import type { Story, StoryStep } from '@haihe/contract'

const ENTITY = 'urn:ngsi-ld:OffStreetParking:STORY-P-1'
const REGION = '120101001'

const report = (at: number, free: number, entries: number): StoryStep => ({
  at,
  do: 'observe',
  entity: ENTITY,
  type: 'OffStreetParking',
  region: REGION,
  place: { lon: 117.1952, lat: 39.1183 },
  values: { availableSpotNumber: free, totalSpotNumber: 200, entries, exits: 0 },
})

const alert = (at: number, level: 'yellow' | 'red' | null): StoryStep => ({
  at,
  do: 'expectAlert',
  rule: 'parking.lot',
  subject: ENTITY,
  level,
})

export const story: Story = {
  scenario: 'living/parking',
  title: { zh: '停车场饱和派单，车辆驶离后自动解除', en: 'A full car park opens a case; emptied, the alert closes by itself' },
  steps: [
    report(0, 120, 10),
    report(5, 30, 90),
    report(10, 28, 4),
    alert(11, null),
    report(15, 25, 5),
    alert(16, 'yellow'),
    { at: 17, do: 'expectCase', category: '0505', region: REGION, open: true },
    report(20, 8, 20),
    report(30, 6, 6),
    alert(31, 'red'),
    { at: 35, do: 'act', role: 'deptHandler', action: 'accept' },
    { at: 55, do: 'act', role: 'deptHandler', action: 'finish', data: { reply: '已劝离违停车辆并引导至周边停车场。' } },
    report(60, 150, 0),
    alert(61, null),
    { at: 65, do: 'act', role: 'streetDispatcher', action: 'pass' },
    { at: 66, do: 'expectCase', category: '0505', region: REGION, open: false },
  ],
}
