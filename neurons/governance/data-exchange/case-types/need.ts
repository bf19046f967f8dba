/** A need for data (数据需求), from its statement to its rating: 需求 → 确责 → 编目 → 挂接 → 授权 → 使用 → 评价. */
import { CaseTypeDef, type CaseTypeInput } from '@haihe/contract'
import { actionsAtAsker } from './need-actions-asker.ts'
import { actionsAtDesk } from './need-actions-desk.ts'
import { actionsOfSystem } from './need-actions-system.ts'
import { actionsAtOwner } from './need-actions-unit.ts'
import { CLOCKS } from './need-clocks.ts'
import { STATES } from './need-states.ts'
import { COMMON, DESK, t } from './parts.ts'

export const NEED = 'data-need'

const INPUT: CaseTypeInput = {
  id: NEED,
  version: 2,
  title: t('数据供需对接', 'Need for data'),
  numberPrefix: '数需',
  owner: 'tj-dsj',
  desk: DESK,
  // the ledger's own form states a need: what a need must say does not fit a report
  sources: [{ id: 'statement', title: t('需求申报', 'Statement') }],
  states: STATES,
  start: [{ to: 'toReview' }],
  actions: [...actionsAtDesk, ...actionsAtOwner, ...actionsAtAsker, ...actionsOfSystem, ...COMMON],
  clocks: CLOCKS,
  measures: {
    registered: 'registered',
    dispatched: 'dispatched',
    handled: 'answered',
    handleClock: 'answer',
    totalClock: 'provide',
  },
  events: {
    opened: 'exchange.needs-stated',
    open: 'exchange.needs-open',
    handledOnTime: 'exchange.answered-on-time',
    resolution: 'exchange.needs-met',
    satisfaction: 'exchange.satisfaction',
  },
}

export const need: CaseTypeDef = CaseTypeDef.parse(INPUT)
