/** What the actions share: who, and the fields people fill in. */
import type { CaseTypeInput, Field, Option, Role, Text } from '@haihe/contract'

export type Action = CaseTypeInput['actions'][number]
export type State = CaseTypeInput['states'][number]
export type Clock = CaseTypeInput['clocks'][number]
type Who = NonNullable<Action['may']>[number]

export const RULE = 'data-exchange'
export const WARN = { warn: `${RULE}.warn`, escalate: `${RULE}.escalate` }

export const t = (zh: string, en: string): Text => ({ zh, en })

/** People of a department, whatever else they do: a street's dispatcher speaks for the street. */
export const STAFF: Role[] = ['deptHandler', 'dataEngineer', 'streetDispatcher', 'districtCenter', 'cityCenter']

/** 政务数据主管部门 */
export const atDesk: Who[] = [{ roles: ['cityCenter', 'dataEngineer'], at: 'desk' }]
/** 数源单位 */
export const atOwner: Who[] = [{ roles: STAFF, at: 'unit' }]
/** 需求单位 */
export const atAsker: Who[] = [{ roles: STAFF, at: 'asker' }]
export const called: Who[] = [{ roles: STAFF, at: 'coUnit' }]
export const overseers: Who[] = [{ roles: ['districtCenter', 'cityCenter', 'supervisor'], at: 'region' }]

export const option = (value: string, zh: string, en: string): Option => ({ value, label: t(zh, en) })
export const field = (name: string, label: Text, kind: Field['kind'], required: boolean, more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind,
  required,
  ...more,
})
export const note = (label: Text, required = true): Field => field('note', label, 'longText', required, { max: 2000 })
export const basis = (label: Text, required = true): Field => field('basis', label, 'text', required, { max: 200 })
export const date = (name: string, label: Text): Field => field(name, label, 'date', true)
export const resource = (required: boolean): Field =>
  field('resource', t('信息资源（代码或编号）', 'Resource (code or id)'), 'text', required, { max: 80 })
export const unit = (required: boolean): Field => field('unit', t('数源单位', 'Unit that owns the data'), 'unit', required)

/** Every type of this folder can be supervised and remarked on in the same way. */
export const COMMON: Action[] = [
  {
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
    ],
    form: [note(t('督办要求', 'What is required'))],
    effects: [
      { do: 'flag', flag: 'supervised', value: true },
      { do: 'count', counter: 'supervisions' },
    ],
  },
  {
    id: 'note',
    title: t('备注', 'Remark'),
    from: 'open',
    to: null,
    may: [...atDesk, ...atOwner, ...atAsker, ...called],
    form: [note(t('内容', 'Text'))],
  },
]

/** 市级政务数据主管部门 */
export const DESK = [{ kind: 'city-bureau', duty: 'dsj', in: 'city' as const }]

/** What the hub does itself when it opens a case for a unit that is known. */
export const SENT: Action = {
  id: 'dispatch',
  title: t('派发', 'Sent'),
  from: 'open',
  to: null,
  system: true,
  effects: [
    { do: 'mark', mark: 'registered' },
    { do: 'mark', mark: 'dispatched' },
  ],
}
