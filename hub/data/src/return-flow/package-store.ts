import type { ReturnState, UpdateCycle } from '@haihe/contract'
import { type Db, firstRow, rows, type scopePredicate, sql, type Trx } from '@haihe/kernel'

export interface PackageRow {
  id: string
  title: string
  summary: string
  unit: string
  region: string
  cycle: UpdateCycle
  basis: string
  untilAt: Date
  state: ReturnState
  version: number
  changedAt: Date | null
  checkedAt: Date | null
  error: string | null
  createdAt: Date
}

export interface PartRow {
  package: string
  part: number
  resource: string
  grant: string
  fields: string[]
  shape: string | null
  rows: number
}

const PACKAGE = sql`p.id, p.title, p.summary, p.unit, p.region, p.cycle, p.basis, p.until_at AS "untilAt", p.state, p.version,
  p.changed_at AS "changedAt", p.checked_at AS "checkedAt", p.error, p.created_at AS "createdAt"`
const PART = sql`package, part, resource, grant_id AS "grant", fields, shape, rows`

type Made = Pick<PackageRow, 'id' | 'title' | 'summary' | 'unit' | 'region' | 'cycle' | 'basis' | 'untilAt' | 'createdAt'>

export const insertPackage = async (
  trx: Trx,
  made: Made & { createdBy: string },
  parts: readonly Pick<PartRow, 'resource' | 'grant' | 'fields'>[],
): Promise<void> => {
  await sql`INSERT INTO data.return_package (id, title, summary, unit, region, cycle, basis, until_at, created_by, created_at)
    VALUES (${made.id}, ${made.title}, ${made.summary}, ${made.unit}, ${made.region}, ${made.cycle}, ${made.basis},
      ${made.untilAt}, ${made.createdBy}, ${made.createdAt})`.execute(trx)
  for (const [part, { resource, grant, fields }] of parts.entries())
    await sql`INSERT INTO data.return_part (package, part, resource, grant_id, fields)
      VALUES (${made.id}, ${part}, ${resource}, ${grant}, ${fields}::text[])`.execute(trx)
}

export const findPackage = (db: Db, id: string) =>
  firstRow(db, sql<PackageRow>`SELECT ${PACKAGE} FROM data.return_package p WHERE p.id = ${id}`)

export const partsOf = (db: Db, packages: readonly string[]) =>
  rows(db, sql<PartRow>`SELECT ${PART} FROM data.return_part WHERE package = ANY(${packages}::uuid[]) ORDER BY package, part`)

interface PackageFilter {
  region: string | null
  unit: string | null
  state: ReturnState | null
  after: { at: Date; id: string } | null
  limit: number
}

/** Oldest first. `scope` holds over p.region; packages of `units` are there whatever the scope. */
export const listPackages = (
  db: Db,
  scope: ReturnType<typeof scopePredicate>,
  units: readonly string[],
  { region, unit, state, after, limit }: PackageFilter,
) =>
  rows(
    db,
    sql<PackageRow>`SELECT ${PACKAGE} FROM data.return_package p
      WHERE (${scope} OR p.unit = ANY(${units}::text[]))
        AND (${region}::text IS NULL OR starts_with(p.region, ${region}))
        AND (${unit}::text IS NULL OR p.unit = ${unit}) AND (${state}::text IS NULL OR p.state = ${state})
        AND (${after?.at ?? null}::timestamptz IS NULL OR (p.created_at, p.id) > (${after?.at ?? null}, ${after?.id ?? null}::uuid))
      ORDER BY p.created_at, p.id LIMIT ${limit}`,
  )

/** Active packages with a part of the resource. */
export const packagesWith = (db: Db, resource: string) =>
  rows(
    db,
    sql<Pick<PackageRow, 'id' | 'cycle'>>`SELECT DISTINCT p.id, p.cycle FROM data.return_package p
      JOIN data.return_part t ON t.package = p.id WHERE t.resource = ${resource} AND p.state = 'active'`,
  )

export const packagesUnder = (db: Db, grant: string) =>
  rows(db, sql<{ id: string }>`SELECT DISTINCT package AS id FROM data.return_part WHERE grant_id = ${grant}`)

/** Packages with a cycle that was not looked at since its last turn, and those whose time is over. */
export const duePackages = (db: Db, limits: Readonly<Record<string, Date>>, now: Date) =>
  rows(
    db,
    sql<{ id: string }>`SELECT p.id FROM data.return_package p
      LEFT JOIN jsonb_each_text(${JSON.stringify(limits)}::jsonb) AS d (cycle, at) ON d.cycle = p.cycle
      WHERE p.state = 'active' AND (p.checked_at IS NULL OR p.checked_at < d.at::timestamptz OR p.until_at <= ${now})
      ORDER BY p.checked_at NULLS FIRST LIMIT 500`,
  )

export const noteChecked = async (db: Db, id: string, at: Date, error: string | null): Promise<void> => {
  await sql`UPDATE data.return_package SET checked_at = CASE WHEN ${error}::text IS NULL THEN ${at} ELSE checked_at END,
    error = ${error} WHERE id = ${id}`.execute(db)
}

/** The package ends: what it held of people goes, what it was stays. */
export const endPackage = async (trx: Trx, id: string): Promise<boolean> => {
  const ended = await firstRow(
    trx,
    sql<{ id: string }>`UPDATE data.return_package SET state = 'ended' WHERE id = ${id} AND state = 'active' RETURNING id`,
  )
  if (!ended) return false
  await sql`DELETE FROM data.return_row WHERE package = ${id}`.execute(trx)
  await sql`UPDATE data.return_part SET rows = 0, shape = NULL WHERE package = ${id}`.execute(trx)
  return true
}

export interface FigureRow {
  region: string
  packages: number
  fields: number
  rows: number
  checkedAt: Date | null
}

/** Per region with an active package, within `region`; in order of codes. */
export const figures = (db: Db, { region, after, limit, now }: { region: string; after: string; limit: number; now: Date }) =>
  rows(
    db,
    sql<FigureRow>`SELECT p.region, count(DISTINCT p.id) AS packages, sum(cardinality(t.fields)) AS fields, sum(t.rows) AS rows,
        max(p.checked_at) AS "checkedAt"
      FROM data.return_package p JOIN data.return_part t ON t.package = p.id
      WHERE p.state = 'active' AND p.until_at > ${now} AND starts_with(p.region, ${region}) AND p.region > ${after}
      GROUP BY p.region ORDER BY p.region LIMIT ${limit}`,
  )

export const packagesFor = (db: Db, unit: string) =>
  rows(db, sql<{ id: string }>`SELECT id FROM data.return_package WHERE unit = ${unit} AND state = 'active' LIMIT 200`)
