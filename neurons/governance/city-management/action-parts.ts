/** What the actions share: who, and the fields people fill in. */
import type { Field, Option, Role, Text } from '@haihe/contract'
import { field, t, type Who } from '../../shared/case-parts.ts'

export { type Action, date, note, option, overseers, t } from '../../shared/case-parts.ts'

const DESK: Role[] = ['streetDispatcher', 'districtCenter', 'cityCenter']

/** The street's grid centre dispatches and verifies; district and city centres may step in. */
export const atDesk: Who[] = [{ roles: DESK, at: 'region' }]
export const atUnit: Who[] = [{ roles: ['deptHandler'], at: 'unit' }]
export const onSite: Who[] = [{ roles: ['gridWorker', 'communityOps', ...DESK], at: 'region' }]

export const reply = field('reply', t('处理情况（反映人可见）', 'What was done (the reporter reads it)'), 'longText', true, {
  max: 1000,
})
export const photos = (label: Text, required: boolean): Field =>
  field('photos', label, 'photos', required, { max: 9, ...(required ? { min: 1 } : {}) })
export const photosAfter = field('photos', t('处置后照片', 'Photos afterwards'), 'photos', true, {
  max: 9,
  min: 1,
  stage: 'after',
})
export const unit = (required: boolean): Field =>
  field('unit', t('承办单位', 'Unit in charge'), 'unit', required, {
    help: t('不填则按派遣规则确定', 'Left empty, the routing rules decide'),
  })
export const coUnits = field('coUnits', t('协办单位', 'Helping units'), 'units', false)
export const calledUnits = field('units', t('应哨单位', 'Units called'), 'units', true)
export const days = (label: Text, required: boolean, max: number): Field =>
  field('days', label, 'number', required, { min: 1, max })
export const category = field('category', t('类别', 'Category'), 'category', true)
export const choice = (name: string, label: Text, options: Option[]): Field => field(name, label, 'choice', true, { options })
export const yesNo = (name: string, label: Text): Field => field(name, label, 'boolean', true)
export const text = (name: string, label: Text, required: boolean): Field => field(name, label, 'text', required, { max: 100 })
