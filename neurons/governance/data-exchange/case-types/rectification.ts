/** 整改单: the quality of a resource fell below the limit; its owner puts it right, and the score says whether it is. */
import { CaseTypeDef, type CaseTypeInput } from '@haihe/contract'
import { atDesk, atOwner, COMMON, DESK, note, RULE, SENT, SIGN_OFF, SIGNED_OFF, t, unit, WARN } from './parts.ts'

export const RECTIFICATION = 'data-rectification'

const INPUT: CaseTypeInput = {
  id: RECTIFICATION,
  version: 1,
  title: t('数据质量整改', 'Data quality to be put right'),
  numberPrefix: '数改',
  owner: 'tj-dsj',
  desk: DESK,
  sources: [{ id: 'quality', title: t('质量评分', 'Quality score'), follow: ['dispatch'] }],
  states: [
    {
      id: 'toRectify',
      title: t('待整改', 'To be put right'),
      holder: 'unit',
      citizen: { step: 'handling', text: t('数源单位正在整改', 'The owner is at work') },
    },
    {
      id: 'toVerify',
      title: t('待复核', 'To be verified'),
      holder: 'desk',
      queue: 'verify',
      citizen: { step: 'checking', text: t('已整改，等待复评', 'Done; waits for the next score') },
    },
    {
      id: 'closed',
      title: t('已恢复', 'Recovered'),
      holder: 'none',
      terminal: true,
      citizen: { step: 'done', text: t('质量已恢复', 'The score recovered') },
    },
    SIGNED_OFF,
  ],
  start: [{ to: 'toRectify' }],
  actions: [
    SENT,
    {
      id: 'finish',
      title: t('整改完成', 'Put right'),
      tone: 'primary',
      from: ['toRectify'],
      to: 'toVerify',
      may: atOwner,
      form: [note(t('整改措施', 'What was done'))],
      effects: [{ do: 'mark', mark: 'handled' }],
    },
    {
      id: 'rework',
      title: t('复核不通过', 'Send back'),
      tone: 'danger',
      from: ['toVerify'],
      to: 'toRectify',
      may: atDesk,
      form: [note(t('不通过的原因', 'What is not in order'))],
      effects: [{ do: 'count', counter: 'rework' }],
    },
    {
      id: 'reassign',
      title: t('改派', 'Reassign'),
      from: ['toRectify'],
      to: 'toRectify',
      may: atDesk,
      form: [unit(true), note(t('改派理由', 'Why'))],
      effects: [{ do: 'route' }],
    },
    SIGN_OFF,
    {
      id: 'recover',
      title: t('质量恢复', 'The score recovered'),
      from: 'open',
      to: 'closed',
      system: true,
      effects: [{ do: 'mark', mark: 'handled' }],
    },
    {
      id: 'worsen',
      title: t('降至停止挂牌线以下', 'Fell below the limit for listing'),
      from: 'open',
      to: 'toRectify',
      system: true,
      guards: [{ test: { if: 'flag', flag: 'stopped', is: false }, because: t('已停止挂牌', 'Stopped already') }],
      effects: [
        { do: 'flag', flag: 'stopped', value: true },
        { do: 'flag', flag: 'supervised', value: true },
      ],
    },
    ...COMMON,
  ],
  clocks: [
    {
      id: 'rectify',
      title: t('整改时限', 'Limit to put it right'),
      start: ['report', 'reassign'],
      stop: ['finish', 'recover'],
      cancel: ['signOff'],
      resume: ['rework', 'worsen'],
      limits: [`${RULE}.rectify`],
      supervise: true,
      ...WARN,
    },
    {
      id: 'verify',
      title: t('复核时限', 'Limit to verify'),
      start: ['finish'],
      stop: ['rework', 'recover', 'signOff', 'worsen'],
      limits: [`${RULE}.verify`],
      ...WARN,
    },
  ],
  measures: { handleClock: 'rectify' },
  events: { open: 'exchange.rectifications-open', handledOnTime: 'exchange.rectified-on-time' },
}

export const rectification: CaseTypeDef = CaseTypeDef.parse(INPUT)
