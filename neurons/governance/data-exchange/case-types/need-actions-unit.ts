/** Actions of the unit that owns the data (数源单位): 确责 退回 编目 挂接 授权 不予. */

import { onward } from './need-actions-desk.ts'
import { grantFields, REFUSALS } from './need-forms.ts'
import { type Action, atDesk, atOwner, basis, field, note, RULE, resource, t } from './parts.ts'

export const actionsAtOwner: Action[] = [
  {
    id: 'confirm',
    title: t('确认责任', 'Confirm that it is ours'),
    tone: 'primary',
    from: ['toConfirm'],
    to: onward,
    may: atOwner,
    form: [field('promise', t('承诺提供日', 'Promised for'), 'date', true), note(t('说明', 'Explanation'), false)],
    effects: [
      { do: 'assignee', who: 'actor' },
      { do: 'mark', mark: 'confirmed' },
      { do: 'ask', what: 'promise', field: 'promise' },
    ],
  },
  {
    id: 'disown',
    title: t('退回（不属本单位职责）', 'Return: not our duty'),
    tone: 'danger',
    from: ['toConfirm'],
    to: 'disputed',
    may: atOwner,
    guards: [
      {
        test: { if: 'flag', flag: 'designated', is: false },
        because: t('已裁定数源单位，不得退回', 'Settled: it may not be returned'),
      },
      {
        test: { if: 'counter', counter: 'returns', below: { rule: `${RULE}.returns` } },
        because: t('退回已达上限', 'Returned too often already'),
      },
      { test: { if: 'inTime', clock: 'confirm' }, because: t('确认时限已过，视为接收', 'Past the limit it counts as accepted') },
    ],
    form: [basis(t('职责依据', 'Basis of the duty')), note(t('退回理由', 'Why it is not yours'))],
    effects: [{ do: 'count', counter: 'returns' }, { do: 'clearUnit' }],
  },
  {
    id: 'authorise',
    title: t('授权', 'Authorise'),
    tone: 'primary',
    from: ['connected'],
    to: 'authorised',
    may: [...atOwner, ...atDesk],
    form: grantFields,
    effects: [
      { do: 'link', kind: 'grant' },
      { do: 'mark', mark: 'catalogued' },
      { do: 'mark', mark: 'connected' },
      { do: 'mark', mark: 'answered' },
      { do: 'mark', mark: 'handled' },
    ],
  },
  {
    id: 'linkResource',
    title: t('关联目录', 'Link the catalogue entry'),
    tone: 'primary',
    from: ['confirmed', 'catalogued', 'connected'],
    to: onward,
    may: atOwner,
    form: [resource(true)],
    effects: [{ do: 'link', kind: 'resource' }],
  },
  {
    id: 'declareConnected',
    title: t('声明已挂接（服务类）', 'Declare it connected (a service)'),
    from: ['catalogued'],
    to: 'connected',
    may: atOwner,
    form: [note(t('服务地址与调用说明', 'Where the service is and how it is called'))],
    effects: [
      { do: 'mark', mark: 'connected' },
      { do: 'flag', flag: 'connected', value: true },
    ],
  },
  {
    id: 'renew',
    title: t('续期授权', 'Renew the grant'),
    tone: 'primary',
    from: ['expired'],
    to: 'authorised',
    may: [...atOwner, ...atDesk],
    form: [field('until', t('续期至', 'Until'), 'date', true)],
    effects: [{ do: 'link', kind: 'grant' }],
  },
  {
    id: 'extend',
    title: t('提前续期', 'Renew before it ends'),
    from: ['authorised', 'used'],
    to: null,
    may: [...atOwner, ...atDesk],
    form: [field('until', t('续期至', 'Until'), 'date', true)],
    effects: [{ do: 'link', kind: 'grant' }],
  },
  {
    id: 'refuse',
    title: t('不予共享', 'Refuse'),
    tone: 'danger',
    from: ['toConfirm', 'confirmed', 'catalogued', 'connected'],
    to: 'refused',
    may: atOwner,
    reasons: REFUSALS,
    form: [basis(t('不予共享的依据', 'Basis')), note(t('理由', 'Why'))],
    effects: [{ do: 'mark', mark: 'answered' }],
  },
]
