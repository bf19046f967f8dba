/** Components (部件) as city objects, with their identification code of 16 digits. */
import type { EntityTypeDef } from '@haihe/contract'

export const entities: EntityTypeDef[] = [
  {
    type: 'UrbanComponent',
    title: { zh: '城市部件', en: 'Urban component' },
    attributes: [
      { name: 'identificationCode', title: { zh: '部件标识码', en: 'Identification code' }, unit: '', kind: 'text' },
      { name: 'condition', title: { zh: '完好状态', en: 'Condition' }, unit: '', kind: 'text' },
      { name: 'inclination', title: { zh: '倾斜角', en: 'Inclination' }, unit: '°', kind: 'number', min: 0, max: 90 },
    ],
  },
]
