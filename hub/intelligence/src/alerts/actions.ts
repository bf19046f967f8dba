/** What people and cases do to an alert. */
import { type Actor, type AlertLogEntry, AppError, mayIn, type Permission } from '@haihe/contract'
import { type Audit, type Db, inTransaction, type Trx } from '@haihe/kernel'
import { runOn } from '../run.ts'
import { appendLog, findAlert, lockWatches, saveAlerts, saveWatches } from './alert-store.ts'
import type { AlertChange, AlertEngine } from './engine.ts'
import type { AlertRow } from './row.ts'
import type { AlertRules } from './rules.ts'

export interface AlertActions {
  /** Throws NOT_FOUND, OUT_OF_SCOPE, or CONFLICT when the alert is closed. */
  acknowledge: (id: string, actor: Actor, owner?: string, traceId?: string) => Promise<AlertRow>
  /**
   * Closes an alert whose condition may still hold. The same watch raises no new one until the rule's suppression has
   * ended. Throws NOT_FOUND, OUT_OF_SCOPE, CONFLICT.
   */
  signOff: (id: string, actor: Actor, reason: string, traceId?: string) => Promise<AlertRow>
  /** The case that an alert has opened, and the unit it was routed to. Joins the caller's transaction. */
  linkCase: (trx: Trx, alertId: string, caseId: string, owner: string | null) => Promise<void>
  /** The unit that has it now, when its case moved on. Joins the caller's transaction. */
  assign: (trx: Trx, alertId: string, owner: string) => Promise<void>
}

interface AlertActionsOptions {
  db: Db
  now: () => Date
  audit: Pick<Audit, 'record'>
  rules: AlertRules
  engine: AlertEngine
  shown: (changes: readonly AlertChange[]) => void
}

export const createAlertActions = ({ db, now, audit, rules, engine, shown }: AlertActionsOptions): AlertActions => {
  /** The alert with its watch locked, so that no reading changes it at the same time. */
  const lock = async (trx: Trx, id: string): Promise<AlertRow> => {
    const run = runOn(trx)
    const found = await findAlert(run, id)
    if (!found) throw new AppError('NOT_FOUND')
    await lockWatches(run, [found])
    return (await findAlert(run, id))!
  }

  const write = async (trx: Trx, row: AlertRow, kind: AlertLogEntry['kind'], actor: string | null, note = ''): Promise<void> => {
    const run = runOn(trx)
    await saveAlerts(run, [row])
    await appendLog(run, [{ alert: row.id, at: row.changed_at, kind, level: row.level, value: null, actor, note }])
    await engine.publish(trx, [{ row, kind, at: row.changed_at }])
  }

  const act = async (
    id: string,
    actor: Actor,
    permission: Permission,
    how: (trx: Trx, row: AlertRow) => Promise<AlertRow>,
  ): Promise<AlertRow> => {
    const row = await inTransaction(db, async (trx) => {
      const before = await lock(trx, id)
      if (!mayIn(actor, permission, before.region)) throw new AppError('OUT_OF_SCOPE', { region: before.region })
      if (before.state === 'closed') throw new AppError('CONFLICT')
      return how(trx, before)
    })
    shown([row])
    return row
  }

  return {
    acknowledge: (id, actor, owner, traceId) =>
      act(id, actor, 'alert.handle', async (trx, before) => {
        const row: AlertRow = { ...before, state: 'acknowledged', owner: owner ?? before.owner, changed_at: now() }
        await write(trx, row, 'acknowledged', actor.id)
        await audit.record(trx, [
          {
            actor,
            action: 'alert.acknowledge',
            subject: `alert:${id}`,
            region: row.region,
            details: { owner: row.owner },
            traceId,
          },
        ])
        return row
      }),
    signOff: (id, actor, reason, traceId) =>
      act(id, actor, 'alert.sign-off', async (trx, before) => {
        const at = now()
        const row: AlertRow = { ...before, state: 'closed', changed_at: at, closed_at: at, closed_by: 'signed-off', reason }
        const run = runOn(trx)
        const [locked] = await lockWatches(run, [before])
        const suppress = rules.find(before.rule)?.suppressSeconds ?? 0
        if (locked?.watch.alert?.id === id)
          await saveWatches(run, [
            { ...locked, watch: { ...locked.watch, alert: null, quietUntil: at.getTime() + suppress * 1000 } },
          ])
        await write(trx, row, 'signed-off', actor.id, reason)
        await audit.record(trx, [
          {
            actor,
            action: 'alert.sign-off',
            subject: `alert:${id}`,
            region: row.region,
            details: { level: row.level, reason },
            traceId,
          },
        ])
        return row
      }),
    async linkCase(trx, alertId, caseId, owner) {
      const before = await lock(trx, alertId)
      const row: AlertRow = { ...before, case_id: caseId, owner: owner ?? before.owner, changed_at: now() }
      await write(trx, row, 'case-linked', null, caseId)
    },
    async assign(trx, alertId, owner) {
      const before = await lock(trx, alertId)
      if (before.owner === owner) return
      await write(trx, { ...before, owner, changed_at: now() }, 'assigned', null, owner)
    },
  }
}
