/** What the case types of several scenarios say in the same words. */
import type { CaseTypeInput, Field, Option, Text } from '@haihe/contract'

export type Action = CaseTypeInput['actions'][number]
export type Who = NonNullable<Action['may']>[number]

export const t = (zh: string, en: string): Text => ({ zh, en })

export const option = (value: string, zh: string, en: string): Option => ({ value, label: t(zh, en) })

export const field = (name: string, label: Text, kind: Field['kind'], required: boolean, more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind,
  required,
  ...more,
})

export const note = (label: Text, required = true): Field => field('note', label, 'longText', required, { max: 2000 })
export const date = (name: string, label: Text): Field => field(name, label, 'date', true)

/** Who may supervise from above. */
export const overseers: Who[] = [{ roles: ['districtCenter', 'cityCenter', 'supervisor'], at: 'region' }]

/** 督办; `more`: further reasons. */
export const supervise = (more: readonly Option[] = []): Action => ({
  id: 'supervise',
  title: t('督办', 'Supervise'),
  from: 'open',
  to: null,
  may: overseers,
  permission: 'case.supervise',
  reasons: [
    option('warning', '临近时限', 'Close to its limit'),
    option('overdue', '超时', 'Overdue'),
    option('instruction', '领导批示', 'Instruction from above'),
    ...more,
  ],
  form: [note(t('督办要求', 'What is required'))],
  effects: [
    { do: 'flag', flag: 'supervised', value: true },
    { do: 'count', counter: 'supervisions' },
  ],
})

/** 备注 */
export const remark = (may: Who[]): Action => ({
  id: 'note',
  title: t('备注', 'Remark'),
  from: 'open',
  to: null,
  may,
  form: [note(t('内容', 'Text'))],
})
