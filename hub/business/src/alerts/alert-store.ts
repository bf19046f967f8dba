import { CASES, type CaseRow, ROW } from '../cases/case-store.ts'
import { type Connection, run } from '../executor.ts'

/** The case an alert opened. `lock`: nobody else acts on it until the transaction ends. */
export const findCaseOfAlert = async (connection: Connection, alertId: string, lock = false): Promise<CaseRow | undefined> =>
  (
    await run<CaseRow>(
      connection,
      {
        name: lock ? 'alert-case-lock' : 'alert-case',
        text: `SELECT ${ROW} FROM ${CASES} WHERE c.alert_id = $1${lock ? ' FOR UPDATE OF s' : ''}`,
      },
      [alertId],
    )
  )[0]
