/** 更新超期催办: the update cycle of a resource passed without new rows. */
import { CaseTypeDef, type CaseTypeInput } from '@haihe/contract'
import { atOwner, COMMON, DESK, date, note, RULE, SENT, SIGN_OFF, SIGNED_OFF, t, WARN } from './parts.ts'

export const OVERDUE = 'catalogue-overdue'

const INPUT: CaseTypeInput = {
  id: OVERDUE,
  version: 1,
  title: t('数据更新超期催办', 'Update overdue'),
  numberPrefix: '数催',
  owner: 'tj-dsj',
  desk: DESK,
  sources: [{ id: 'watch', title: t('更新周期监测', 'Watch of update cycles'), follow: ['dispatch'] }],
  states: [
    {
      id: 'toUpdate',
      title: t('待更新', 'To be updated'),
      holder: 'unit',
      citizen: { step: 'handling', text: t('等待数源单位更新', 'The owner is to update it') },
    },
    {
      id: 'postponed',
      title: t('已说明，待更新', 'Explained, put off'),
      holder: 'unit',
      clock: 'paused',
      revive: 'resume',
      citizen: { step: 'handling', text: t('数源单位已说明情况', 'The owner said why') },
    },
    {
      id: 'updated',
      title: t('已更新', 'Updated'),
      holder: 'none',
      terminal: true,
      citizen: { step: 'done', text: t('已更新', 'Updated') },
    },
    SIGNED_OFF,
  ],
  start: [{ to: 'toUpdate' }],
  actions: [
    SENT,
    {
      id: 'explain',
      title: t('说明情况', 'Say why'),
      tone: 'primary',
      from: ['toUpdate'],
      to: 'postponed',
      may: atOwner,
      guards: [
        {
          test: { if: 'counter', counter: 'postponed', below: { rule: `${RULE}.postponements` } },
          because: t('顺延次数已达上限', 'Put off too often'),
        },
      ],
      form: [date('plannedFor', t('计划更新日', 'Planned for')), note(t('原因', 'Why'))],
      effects: [
        { do: 'plan', field: 'plannedFor' },
        { do: 'count', counter: 'postponed' },
      ],
    },
    { id: 'resume', title: t('到期恢复', 'The day has come'), from: ['postponed'], to: 'toUpdate', system: true },
    {
      id: 'update',
      title: t('已更新', 'New rows came in'),
      from: 'open',
      to: 'updated',
      system: true,
      effects: [{ do: 'mark', mark: 'handled' }],
    },
    SIGN_OFF,
    ...COMMON,
  ],
  clocks: [
    {
      id: 'update',
      title: t('催办时限', 'Limit to update'),
      start: ['report'],
      stop: ['update'],
      cancel: ['signOff'],
      limits: [`${RULE}.overdue`],
      supervise: true,
      ...WARN,
    },
  ],
  measures: { handleClock: 'update' },
  events: { open: 'exchange.overdue-open' },
}

export const overdue: CaseTypeDef = CaseTypeDef.parse(INPUT)
