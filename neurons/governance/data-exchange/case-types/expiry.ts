/** 授权到期提醒: a grant ends soon; its holder asks for more time or lets it go, its owner renews it in one step. */
import { CaseTypeDef, type CaseTypeInput } from '@haihe/contract'
import { atAsker, atDesk, atOwner, basis, COMMON, DESK, date, note, RULE, SENT, t, WARN } from './parts.ts'

export const EXPIRY = 'grant-expiry'

const INPUT: CaseTypeInput = {
  id: EXPIRY,
  version: 1,
  title: t('授权到期提醒', 'A grant ends soon'),
  numberPrefix: '数续',
  owner: 'tj-dsj',
  desk: DESK,
  sources: [{ id: 'watch', title: t('授权期限监测', 'Watch of grants'), follow: ['dispatch'] }],
  states: [
    {
      id: 'due',
      title: t('即将到期', 'Ends soon'),
      holder: 'asker',
      citizen: { step: 'handling', text: t('请申请续期或放弃', 'Ask for more time, or let it go') },
    },
    {
      id: 'asked',
      title: t('待续期', 'To be renewed'),
      holder: 'unit',
      citizen: { step: 'handling', text: t('等待数源单位续期', 'The owner is to renew it') },
    },
    {
      id: 'renewed',
      title: t('已续期', 'Renewed'),
      holder: 'none',
      terminal: true,
      citizen: { step: 'done', text: t('已续期', 'Renewed') },
    },
    {
      id: 'declined',
      title: t('不予续期', 'Not renewed'),
      holder: 'none',
      terminal: true,
      citizen: { step: 'refused', text: t('数源单位不予续期', 'The owner does not renew it') },
    },
    {
      id: 'ended',
      title: t('到期结束', 'Ended'),
      holder: 'none',
      terminal: true,
      citizen: { step: 'done', text: t('授权已到期', 'The grant has ended') },
    },
  ],
  start: [{ to: 'due' }],
  actions: [
    SENT,
    {
      id: 'askRenewal',
      title: t('申请续期', 'Ask for more time'),
      tone: 'primary',
      from: ['due'],
      to: 'asked',
      may: atAsker,
      form: [note(t('续期理由', 'Why'))],
    },
    {
      id: 'letGo',
      title: t('不再需要', 'No longer needed'),
      from: ['due', 'asked'],
      to: 'ended',
      may: atAsker,
    },
    {
      id: 'renew',
      title: t('续期授权', 'Renew the grant'),
      tone: 'primary',
      from: ['due', 'asked'],
      to: 'renewed',
      may: [...atOwner, ...atDesk],
      form: [date('until', t('续期至', 'Until'))],
      effects: [
        { do: 'link', kind: 'grant' },
        { do: 'mark', mark: 'handled' },
      ],
    },
    {
      id: 'decline',
      title: t('不予续期', 'Do not renew'),
      tone: 'danger',
      from: ['asked'],
      to: 'declined',
      may: atOwner,
      form: [basis(t('依据', 'Basis')), note(t('理由', 'Why'))],
      effects: [{ do: 'mark', mark: 'handled' }],
    },
    { id: 'renewedElsewhere', title: t('已另行续期', 'Renewed elsewhere'), from: 'open', to: 'renewed', system: true },
    { id: 'revoked', title: t('授权已收回', 'The grant was revoked'), from: 'open', to: 'ended', system: true },
    // who asked in time is answered, though the grant has ended meanwhile
    { id: 'lapse', title: t('到期未续', 'It has ended'), from: ['due'], to: 'ended', system: true },
    ...COMMON,
  ],
  clocks: [
    {
      id: 'renewal',
      title: t('续期答复时限', 'Limit to answer'),
      start: ['askRenewal'],
      stop: ['renew', 'decline', 'renewedElsewhere'],
      cancel: ['letGo', 'revoked'],
      limits: [`${RULE}.renewal`],
      supervise: true,
      ...WARN,
    },
  ],
  measures: { handleClock: 'renewal' },
  events: {},
}

export const expiry: CaseTypeDef = CaseTypeDef.parse(INPUT)
