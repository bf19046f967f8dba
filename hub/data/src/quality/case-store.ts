import { type Db, rows, sql, type Trx } from '@haihe/kernel'
import type { PlatformEvents } from '../platform/ports.ts'

/** A closed case stays closed, and only an open one takes the place of another. */
export const moveCase = async (trx: Trx, move: PlatformEvents['rectification.moved'], at: Date): Promise<void> => {
  await sql`INSERT INTO data.quality_case AS c (resource, case_id, case_no, state, at)
    VALUES (${move.resource}, ${move.caseId}, ${move.caseNo}, ${move.state}, ${at})
    ON CONFLICT (resource) DO UPDATE SET case_id = excluded.case_id, case_no = excluded.case_no, state = excluded.state, at = excluded.at
    WHERE (c.case_id = excluded.case_id AND c.state = 'open') OR (c.case_id <> excluded.case_id AND excluded.state = 'open')`.execute(
    trx,
  )
}

interface CaseOf {
  resource: string
  id: string
  no: string
  state: 'open' | 'closed'
  at: Date
}

export const casesOf = (db: Db, resources: readonly string[]) =>
  rows(
    db,
    sql<CaseOf>`SELECT resource, case_id AS id, case_no AS no, state, at FROM data.quality_case
      WHERE resource = ANY(${resources}::uuid[])`,
  )
