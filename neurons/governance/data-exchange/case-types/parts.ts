/** What the actions share: who, and the fields people fill in. */
import type { CaseTypeInput, Field, Role, Text } from '@haihe/contract'
import { type Action, field, note, overseers, remark, supervise, t, type Who } from '../../../shared/case-parts.ts'

export { type Action, date, field, note, option, overseers, t } from '../../../shared/case-parts.ts'

export type State = CaseTypeInput['states'][number]
export type Clock = CaseTypeInput['clocks'][number]

export const RULE = 'data-exchange'
export const WARN = { warn: `${RULE}.warn`, escalate: `${RULE}.escalate` }

/** People of a department, whatever else they do: a street's dispatcher speaks for the street. */
export const STAFF: Role[] = ['deptHandler', 'dataEngineer', 'streetDispatcher', 'districtCenter', 'cityCenter']

/** 政务数据主管部门 */
export const atDesk: Who[] = [{ roles: ['cityCenter', 'dataEngineer'], at: 'desk' }]
/** 数源单位 */
export const atOwner: Who[] = [{ roles: STAFF, at: 'unit' }]
/** 需求单位 */
export const atAsker: Who[] = [{ roles: STAFF, at: 'asker' }]
export const called: Who[] = [{ roles: STAFF, at: 'coUnit' }]
export const basis = (label: Text, required = true): Field => field('basis', label, 'text', required, { max: 200 })
export const resource = (required: boolean): Field =>
  field('resource', t('信息资源（代码或编号）', 'Resource (code or id)'), 'text', required, { max: 80 })
export const unit = (required: boolean): Field => field('unit', t('数源单位', 'Unit that owns the data'), 'unit', required)

/** Every type of this folder can be supervised and remarked on in the same way. */
export const COMMON: Action[] = [supervise(), remark([...atDesk, ...atOwner, ...atAsker, ...called])]

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

/** A supervisor ends the work with a reason, whatever the score or the rows say. */
export const SIGNED_OFF: State = {
  id: 'signedOff',
  title: t('已签批', 'Signed off'),
  holder: 'none',
  terminal: true,
  citizen: { step: 'done', text: t('经签批办结', 'Signed off with a reason') },
}
export const SIGN_OFF: Action = {
  id: 'signOff',
  title: t('签批办结', 'Sign off'),
  from: 'open',
  to: 'signedOff',
  may: [...atDesk, ...overseers],
  form: [note(t('签批理由', 'Reason'))],
}
