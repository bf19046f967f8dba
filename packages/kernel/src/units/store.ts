import type { Unit } from '@haihe/contract'
import { type Db, rows, sql, type Trx } from '../db.ts'

/** Upserts the whole list in one statement; a unit that the list no longer has stays, but is not current. */
export const replaceUnits = (trx: Trx, list: readonly Unit[]) =>
  sql`WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        AS u (id text, name text, kind text, duties text[], region text, parent text, generated boolean)
    ), gone AS (
      UPDATE kernel.unit SET current = false WHERE id NOT IN (SELECT id FROM given)
    )
    INSERT INTO kernel.unit (id, name, kind, duties, region, parent, generated)
    SELECT id, name, kind, duties, region, parent, generated FROM given
    ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, kind = EXCLUDED.kind, duties = EXCLUDED.duties,
      region = EXCLUDED.region, parent = EXCLUDED.parent, generated = EXCLUDED.generated, current = true`.execute(trx)

/** Every unit, former ones too. */
export const listUnits = (db: Db): Promise<(Unit & { current: boolean })[]> =>
  rows(
    db,
    sql<Unit & { current: boolean }>`SELECT id, name, kind, duties, region, parent, generated, current
      FROM kernel.unit ORDER BY region, id`,
  )
