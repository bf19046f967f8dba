/** Actions of the data authority (主管部门): 符合性审查 直接授权 退回 会商 裁定 协调. */

import { grantFields, REFUSALS } from './need-forms.ts'
import { type Action, atDesk, basis, called, field, note, resource, t, unit } from './parts.ts'

export const onward: Action['to'] = [
  { when: [{ if: 'flag', flag: 'connected', is: true }], to: 'connected' },
  { when: [{ if: 'flag', flag: 'catalogued', is: true }], to: 'catalogued' },
  { when: [], to: 'confirmed' },
]

export const actionsAtDesk: Action[] = [
  {
    id: 'grantDirectly',
    title: t('审查通过并直接授权', 'Pass and grant at once'),
    tone: 'primary',
    hideBlocked: true,
    from: ['toReview'],
    to: 'authorised',
    may: atDesk,
    guards: [
      {
        test: { if: 'flag', flag: 'direct', is: true },
        because: t('仅无条件共享且已挂接的资源可直接授权', 'Only what is connected and shared unconditionally'),
      },
    ],
    form: grantFields,
    effects: [
      { do: 'link', kind: 'grant' },
      ...(['registered', 'dispatched', 'reviewed', 'confirmed', 'catalogued', 'connected', 'answered', 'handled'] as const).map(
        (mark) => ({
          do: 'mark' as const,
          mark,
        }),
      ),
    ],
  },
  {
    id: 'review',
    title: t('审查通过，转数源单位', 'Pass on to the owner'),
    tone: 'primary',
    from: ['toReview'],
    to: 'toConfirm',
    may: atDesk,
    form: [unit(false), resource(false)],
    effects: [
      { do: 'route' },
      { do: 'link', kind: 'resource' },
      { do: 'mark', mark: 'registered' },
      { do: 'mark', mark: 'dispatched' },
      { do: 'mark', mark: 'reviewed' },
      { do: 'count', counter: 'dispatches' },
    ],
  },
  {
    id: 'sendBack',
    title: t('退回补正', 'Send back for more'),
    from: ['toReview'],
    to: 'returned',
    may: atDesk,
    form: [note(t('需补充的内容', 'What is missing'))],
    effects: [{ do: 'count', counter: 'sentBack' }],
  },
  {
    id: 'reject',
    title: t('不予受理', 'Do not take up'),
    tone: 'danger',
    from: ['toReview'],
    to: 'refused',
    may: atDesk,
    reasons: REFUSALS,
    form: [basis(t('不予受理的依据', 'Basis')), note(t('理由', 'Why'))],
    effects: [{ do: 'mark', mark: 'answered' }],
  },
  {
    id: 'callUnits',
    title: t('会商', 'Call the units'),
    from: ['disputed'],
    to: 'conferring',
    may: atDesk,
    form: [field('units', t('参加会商的单位', 'Units called'), 'units', true), note(t('会商事由', 'What is to be settled'))],
    effects: [{ do: 'call', field: 'units' }],
  },
  {
    id: 'arrive',
    title: t('报到', 'Report in'),
    tone: 'primary',
    hideBlocked: true,
    from: ['conferring'],
    to: null,
    may: called,
    guards: [{ test: { if: 'awaited' }, because: t('本单位未被通知或已报到', 'Not called, or already here') }],
    effects: [{ do: 'arrive', clock: 'arrival' }],
  },
  {
    id: 'assign',
    title: t('裁定数源单位', 'Settle who owns it'),
    tone: 'primary',
    from: ['disputed', 'conferring'],
    to: 'toConfirm',
    may: atDesk,
    form: [unit(true), basis(t('职责依据', 'Basis of the duty')), note(t('裁定意见', 'Finding'))],
    effects: [{ do: 'route' }, { do: 'flag', flag: 'designated', value: true }, { do: 'count', counter: 'dispatches' }],
  },
  {
    id: 'uphold',
    title: t('维持不予共享', 'Uphold the refusal'),
    tone: 'danger',
    from: ['objected'],
    to: 'dismissed',
    may: atDesk,
    form: [basis(t('依据', 'Basis')), note(t('协调结论', 'Finding'))],
  },
  {
    id: 'overrule',
    title: t('要求共享', 'It is to be shared'),
    tone: 'primary',
    from: ['objected'],
    to: [{ when: [{ if: 'unit', is: false }], to: 'toReview' }, ...onward],
    may: atDesk,
    form: [basis(t('依据', 'Basis')), note(t('协调结论', 'Finding'))],
    effects: [{ do: 'count', counter: 'overruled' }],
  },
]
