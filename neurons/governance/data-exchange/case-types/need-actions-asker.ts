/** Actions of the unit that needs the data (需求单位): 补正 撤回 异议 评价. */
import { type Action, atAsker, field, note, option, t } from './parts.ts'

export const actionsAtAsker: Action[] = [
  {
    id: 'resubmit',
    title: t('补正后重新提交', 'Submit again'),
    tone: 'primary',
    from: ['returned'],
    to: 'toReview',
    may: atAsker,
    form: [note(t('补充说明', 'What was added'))],
  },
  {
    id: 'withdraw',
    title: t('撤回需求', 'Withdraw'),
    tone: 'danger',
    from: ['toReview', 'returned', 'toConfirm', 'disputed', 'conferring', 'confirmed', 'catalogued', 'connected'],
    to: 'withdrawn',
    may: atAsker,
    form: [note(t('撤回原因', 'Why'))],
    effects: [{ do: 'exclude', why: 'withdrawn' }],
  },
  {
    id: 'object',
    title: t('提出异议', 'Object'),
    from: ['refused'],
    to: 'objected',
    may: atAsker,
    guards: [{ test: { if: 'inTime', clock: 'objection' }, because: t('异议期已过', 'The time to object is over') }],
    form: [field('basis', t('共享依据', 'Basis for sharing'), 'text', true, { max: 200 }), note(t('异议理由', 'Why'))],
    effects: [{ do: 'count', counter: 'objections' }],
  },
  {
    id: 'acceptRefusal',
    title: t('接受结果', 'Accept the refusal'),
    tone: 'primary',
    from: ['refused'],
    to: 'dismissed',
    may: atAsker,
  },
  {
    id: 'declareUsed',
    title: t('声明已使用（服务、城市对象）', 'Declare it used (a service, city objects)'),
    from: ['authorised'],
    to: 'used',
    may: atAsker,
    form: [note(t('使用情况', 'How it is used'))],
    effects: [{ do: 'mark', mark: 'used' }],
  },
  {
    id: 'rate',
    title: t('评价满足度', 'Rate'),
    tone: 'primary',
    from: ['used'],
    to: 'rated',
    may: atAsker,
    form: [
      field('resolved', t('需求是否满足', 'Was the need met?'), 'choice', true, {
        options: [option('yes', '满足', 'Yes'), option('partly', '部分满足', 'Partly'), option('no', '未满足', 'No')],
      }),
      field('satisfaction', t('满意程度（1–5）', 'Satisfaction, 1 to 5'), 'number', true, { min: 1, max: 5 }),
      field('comment', t('意见', 'Comment'), 'longText', false, { max: 500 }),
    ],
    effects: [
      { do: 'appraise', by: 'reporter' },
      { do: 'mark', mark: 'rated' },
    ],
  },
]
