import type { ClassificationSuggestion } from '@haihe/contract'
import { type Db, rows, sql, type Trx } from '@haihe/kernel'
import { quoted } from '../held/columns.ts'

type Row = Omit<ClassificationSuggestion, 'at'> & { resource: string; field: string; at: Date }

export const suggestionsOf = (db: Db | Trx, resources: readonly string[]) =>
  rows(
    db,
    sql<Row>`SELECT resource, field, grade, category, mask, confidence, reason, sampled, at
      FROM data.classification_suggestion WHERE resource = ANY(${resources}::uuid[])`,
  )

/** Replaces the suggestions of a resource; fields that are gone go with it. */
export const saveSuggestions = async (
  trx: Trx,
  resource: string,
  suggestions: readonly Omit<Row, 'resource' | 'at'>[],
  at: Date,
): Promise<void> => {
  await sql`DELETE FROM data.classification_suggestion WHERE resource = ${resource}`.execute(trx)
  await sql`INSERT INTO data.classification_suggestion (resource, field, grade, category, mask, confidence, reason, sampled, at)
    SELECT ${resource}, field, grade, category, mask, confidence, reason, sampled, ${at}
    FROM jsonb_to_recordset(${JSON.stringify(suggestions)}::jsonb)
      AS t (field text, grade int, category text, mask text, confidence double precision, reason text, sampled int)`.execute(trx)
}

/** Above this many rows a share of the table's pages is looked at instead of all rows. */
const SMALL = 20_000

/**
 * Values of a spread sample, as text, by field. `table` and fields come from a published schema. The order by a hash of
 * the key keeps the sample the same for the same rows and free of the order of loading.
 */
export const sampleValues = async (
  db: Db,
  table: string,
  fields: readonly string[],
  held: number,
  most: number,
): Promise<Map<string, string[]>> => {
  const share = Math.min(100, Math.max(0.01, (most * 400) / Math.max(1, held)))
  const from = held > SMALL ? `${table} TABLESAMPLE SYSTEM (${share}) REPEATABLE (7)` : table
  const columns = fields.map((field) => `left(${quoted(field)}::text, 200) AS ${quoted(field)}`).join(', ')
  const found = await rows(
    db,
    sql<Record<string, string | null>>`${sql.raw(`SELECT ${columns} FROM ${from} ORDER BY md5(_key) LIMIT`)} ${most}`,
  )
  return new Map(fields.map((field) => [field, found.flatMap((row) => row[field] ?? [])]))
}
