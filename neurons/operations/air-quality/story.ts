/** Acceptance story: dust raises the index of one station for two hours, a case is opened, the air clears. */
import type { Story, StoryStep } from '@haihe/contract'

const ENTITY = 'urn:ngsi-ld:AirQualityObserved:STORY-AQ-1'
const REGION = '120103001'

const hour = (at: number, pm25: number, pm10: number): StoryStep => ({
  at,
  do: 'observe',
  entity: ENTITY,
  type: 'AirQualityObserved',
  region: REGION,
  place: { lon: 117.2143, lat: 39.1118 },
  values: { pm25, pm10, so2: 8, no2: 40, co: 0.9, o3: 60 },
})

const alert = (at: number, level: 'yellow' | 'orange' | null): StoryStep => ({
  at,
  do: 'expectAlert',
  rule: 'air.station',
  subject: ENTITY,
  level,
})

export const story: Story = {
  scenario: 'operations/air-quality',
  title: { zh: '扬尘推高站点指数，派单后空气转好', en: 'Dust raises a station’s index; after the case the air clears' },
  steps: [
    hour(0, 40, 100),
    { at: 1, do: 'expectIndicator', indicator: 'air.aqi', region: REGION, between: [80, 90] },
    // PM10 of 260 μg/m³ is an index of 155
    hour(60, 70, 260),
    alert(61, null),
    hour(120, 72, 265),
    alert(121, 'orange'),
    { at: 122, do: 'expectCase', category: '0302', region: REGION, open: true },
    { at: 130, do: 'act', role: 'deptHandler', action: 'accept' },
    {
      at: 170,
      do: 'act',
      role: 'deptHandler',
      action: 'finish',
      data: { reply: '工地已覆盖裸土并开启喷淋，道路洒水降尘。' },
    },
    hour(180, 45, 200),
    alert(181, 'yellow'),
    hour(240, 30, 60),
    alert(241, null),
    { at: 245, do: 'act', role: 'streetDispatcher', action: 'pass' },
    { at: 246, do: 'expectCase', category: '0302', region: REGION, open: false },
    // an hour after the air has cleared, whatever minute the story began at
    { at: 299, do: 'expectIndicator', indicator: 'air.aqi', region: REGION, between: [55, 60] },
  ],
}
