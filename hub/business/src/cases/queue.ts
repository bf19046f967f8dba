/** In which queues a case waits: a pure function of its state. */
import { type CaseState, type CaseTypeDef, stateOf } from '@haihe/contract'
import { streetOf } from './units.ts'

export interface Waiting {
  open: boolean
  /** unit whose turn it is */
  holder: string | null
  queue: 'dispatch' | 'verify' | null
  overdue: boolean
  supervised: boolean
}

export const waitingOf = (def: CaseTypeDef, state: CaseState): Waiting => {
  const at = stateOf(def, state.state)
  const holder =
    at.holder === 'desk'
      ? state.desk
      : at.holder === 'unit'
        ? (state.unit ?? state.desk)
        : at.holder === 'asker'
          ? (state.asker ?? null)
          : null
  const duty = (clock: string): boolean => def.clocks.find((each) => each.id === clock)?.kind !== 'window'
  const running = state.clocks.some((run) => run.breached && run.stoppedAt === null && duty(run.clock))
  const { handleClock, totalClock } = def.measures
  const ever = state.clocks.some((run) => run.breached && (run.clock === handleClock || run.clock === totalClock))
  return {
    open: !at.terminal,
    holder: at.terminal ? null : holder,
    queue: at.terminal ? null : at.queue,
    // an open case is overdue while a limit is being missed, a closed one when the limit of the work was missed
    overdue: at.terminal ? ever : running,
    supervised: state.flags.supervised ?? false,
  }
}

export interface QueueRow {
  street: string
  holder: string
  queue: string
  n: number
}

/** Rows of the maintained queue counters that a case adds one to. */
export const queueRowsOf = (def: CaseTypeDef, state: CaseState): QueueRow[] => {
  const waiting = waitingOf(def, state)
  if (!waiting.open) return []
  const names = ['all', waiting.queue, waiting.overdue ? 'overdue' : null, waiting.supervised ? 'supervised' : null]
  return names
    .filter((name) => name !== null)
    .map((queue) => ({ street: streetOf(state.region), holder: waiting.holder ?? '', queue, n: 1 }))
}

export const queueDifference = (before: readonly QueueRow[], after: readonly QueueRow[]): QueueRow[] => {
  const rows = new Map<string, QueueRow>()
  const add = (row: QueueRow, sign: 1 | -1): void => {
    const key = `${row.street}|${row.holder}|${row.queue}`
    rows.set(key, { ...row, n: (rows.get(key)?.n ?? 0) + sign })
  }
  for (const row of before) add(row, -1)
  for (const row of after) add(row, 1)
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
    .filter((row) => row.n !== 0)
}
