import type { ShownField } from '@haihe/contract'
import { type Db, rows, sql } from '@haihe/kernel'

export const shownTo = (db: Db, units: readonly string[]) =>
  rows(
    db,
    sql<ShownField>`SELECT resource, nullif(line, '') AS line, field, category, mask FROM data.shown_field
      WHERE unit = ANY(${units}::text[]) ORDER BY resource, line, field, category, mask`,
  )

export const noteShown = async (db: Db, unit: string, shown: readonly ShownField[], at: Date): Promise<void> => {
  await sql`INSERT INTO data.shown_field (unit, resource, line, field, category, mask, at)
    SELECT ${unit}, resource, coalesce(line, ''), field, category, mask, ${at}
    FROM jsonb_to_recordset(${JSON.stringify(shown)}::jsonb)
      AS t (resource uuid, line text, field text, category text, mask text) ON CONFLICT DO NOTHING`.execute(db)
}
