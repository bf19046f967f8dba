import type { RunView } from '@haihe/contract'
import type { RunRow } from './run-store.ts'

const inputName = (input: RunRow['input']): string | null =>
  input === null ? null : 'name' in input ? input.name : 'upload' in input ? input.upload : null

/** Progress in words of people: how fast, and when it will probably end. */
export const runView = (row: RunRow): RunView => {
  const seconds = row.busyMs / 1000
  const done = row.totalUnit === 'bytes' ? row.bytes : row.read
  const speed = seconds > 0 ? done / seconds : 0
  const left = row.total === null ? null : Math.max(0, row.total - done)
  const runs = row.state === 'running' || row.state === 'queued'
  return {
    id: row.id,
    connector: row.connector,
    resource: row.resource,
    state: row.state,
    trigger: row.trigger,
    wish: row.wish,
    input: inputName(row.input),
    read: row.read,
    written: row.written,
    unchanged: row.unchanged,
    rejected: row.rejected,
    removed: row.removed,
    bytes: row.bytes,
    total: row.total,
    totalUnit: row.totalUnit,
    rate: seconds > 0 ? Math.round((row.read / seconds) * 10) / 10 : 0,
    expectedEnd:
      runs && left !== null && speed > 0 ? new Date(row.changedAt.getTime() + (left / speed) * 1000).toISOString() : null,
    attempts: row.attempts,
    error: row.error,
    startedBy: row.startedBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    changedAt: row.changedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
