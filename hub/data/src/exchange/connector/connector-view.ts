import type { ConnectorView } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import { lastRuns } from '../run/run-store.ts'
import { runView } from '../run/run-view.ts'
import { type ConnectorRow, openRejects } from './connector-store.ts'

/** Connectors with their last runs; secrets by name only. */
export const connectorViews = async (db: Db, rows: readonly ConnectorRow[]): Promise<ConnectorView[]> => {
  const ids = rows.map(({ id }) => id)
  const [runs, rejects] = await Promise.all([lastRuns(db, ids), openRejects(db, ids)])
  return rows.map((row) => {
    const { sealed: _, secretNames, createdBy: __, sourceColumns: ___, nextAt, createdAt, changedAt, ...shown } = row
    const last = runs.find(({ connector }) => connector === row.id)
    return {
      ...shown,
      secrets: secretNames,
      nextAt: nextAt?.toISOString() ?? null,
      openRejects: rejects.find(({ connector }) => connector === row.id)?.n ?? 0,
      lastRun: last ? runView(last) : null,
      createdAt: createdAt.toISOString(),
      changedAt: changedAt.toISOString(),
    }
  })
}
