/** A citizen objects to a read of their record (我的数据谁看过): the owner of the data answers to them. */
import { CaseTypeDef, type CaseTypeInput } from '@haihe/contract'
import { atDesk, atOwner, COMMON, DESK, field, note, option, RULE, SENT, t, unit, WARN } from './parts.ts'

export const OBJECTION = 'data-objection'

const INPUT: CaseTypeInput = {
  id: OBJECTION,
  version: 1,
  title: t('个人数据调阅异议', 'Objection to a read of one’s data'),
  numberPrefix: '数异',
  owner: 'tj-dsj',
  desk: DESK,
  sources: [{ id: 'subject', title: t('数据主体', 'The person the data is about'), public: true, follow: ['dispatch'] }],
  states: [
    {
      id: 'toAnswer',
      title: t('待答复', 'To be answered'),
      holder: 'unit',
      citizen: { step: 'handling', text: t('数源单位正在核查这次调阅', 'The owner of the data is looking into it') },
    },
    {
      id: 'toAppraise',
      title: t('待评价', 'To be appraised'),
      holder: 'reporter',
      citizen: { step: 'appraise', text: t('已答复，请您评价', 'Answered; please say how it went') },
    },
    {
      id: 'closed',
      title: t('已办结', 'Closed'),
      holder: 'none',
      terminal: true,
      citizen: { step: 'done', text: t('已办结', 'Closed') },
    },
  ],
  start: [{ to: 'toAnswer' }],
  actions: [
    { ...SENT, citizen: t('已转数源单位核查', 'Sent to the owner of the data') },
    {
      id: 'reassign',
      title: t('改派', 'Reassign'),
      from: ['toAnswer'],
      to: 'toAnswer',
      may: atDesk,
      form: [unit(true), note(t('改派理由', 'Why'))],
      effects: [{ do: 'route' }],
    },
    {
      id: 'answer',
      title: t('答复', 'Answer'),
      tone: 'primary',
      from: ['toAnswer'],
      to: 'toAppraise',
      may: [...atOwner, ...atDesk],
      form: [
        field('finding', t('核查结论', 'Finding'), 'choice', true, {
          options: [
            option('lawful', '依法调阅', 'Lawful'),
            option('excessive', '超出必要范围', 'More than was needed'),
            option('unlawful', '违规调阅，已处理', 'Not allowed; dealt with'),
          ],
        }),
        field('reply', t('答复（本人可见）', 'Answer (the person reads it)'), 'longText', true, { max: 1000 }),
      ],
      effects: [{ do: 'mark', mark: 'handled' }],
      citizen: t('已答复', 'Answered'),
    },
    {
      id: 'appraise',
      title: t('评价', 'Appraise'),
      tone: 'primary',
      from: ['toAppraise', 'closed'],
      to: 'closed',
      may: [{ roles: ['citizen'], at: 'reporter' }],
      permission: 'case.own',
      guards: [
        { test: { if: 'appraised', is: false }, because: t('已经评价过', 'Already appraised') },
        { test: { if: 'inTime', clock: 'appraise' }, because: t('评价期已过', 'The time to appraise is over') },
      ],
      form: [
        field('responded', t('是否有人答复您', 'Did somebody answer?'), 'boolean', true),
        field('resolved', t('是否解决', 'Solved?'), 'choice', true, {
          options: [
            option('yes', '已解决', 'Solved'),
            option('partly', '部分解决', 'Partly'),
            option('no', '未解决', 'Not solved'),
          ],
        }),
        field('satisfaction', t('满意程度', 'Satisfaction'), 'number', true, { min: 1, max: 5 }),
        field('comment', t('意见', 'Comment'), 'longText', false, { max: 500 }),
      ],
      effects: [{ do: 'appraise', by: 'reporter' }],
      citizen: t('您已评价', 'You gave your appraisal'),
    },
    {
      id: 'lapse',
      title: t('逾期未评价', 'Not appraised in time'),
      from: ['toAppraise'],
      to: 'closed',
      system: true,
      citizen: t('评价期已过，已办结', 'The time to appraise is over; closed'),
    },
    ...COMMON,
  ],
  clocks: [
    {
      id: 'answer',
      title: t('答复时限', 'Limit to answer'),
      start: ['report'],
      stop: ['answer'],
      limits: [`${RULE}.subject-answer`],
      supervise: true,
      ...WARN,
    },
    {
      id: 'appraise',
      title: t('评价期', 'Time to appraise'),
      start: ['answer'],
      stop: ['appraise'],
      limits: [`${RULE}.appraise`],
      kind: 'window',
      pauses: false,
      onExpiry: 'lapse',
    },
  ],
  measures: { acceptClock: 'answer', handleClock: 'answer' },
  events: { open: 'exchange.objections-open', handledOnTime: 'exchange.objections-answered-on-time' },
}

export const objection: CaseTypeDef = CaseTypeDef.parse(INPUT)
