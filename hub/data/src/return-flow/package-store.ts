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
  /** null until confirmed */
  grant: string | null
  state: 'proposed' | 'confirmed' | 'declined'
  fields: string[]
  clear: string[]
  decidedAt: Date | null
  reason: string | null
  shape: string | null
  rows: number
}

const PACKAGE = sql`p.id, p.title, p.summary, p.unit, p.region, p.cycle, p.basis, p.until_at AS "untilAt", p.state, p.version,
  p.changed_at AS "changedAt", p.checked_at AS "checkedAt", p.error, p.created_at AS "createdAt"`
const PART = sql`package, part, resource, grant_id AS "grant", state, fields, clear, decided_at AS "decidedAt", reason, shape, rows`

type Made = Pick<
  PackageRow,
  'id' | 'title' | 'summary' | 'unit' | 'region' | 'cycle' | 'basis' | 'untilAt' | 'createdAt' | 'state'
>

export const insertPackage = async (
  trx: Trx,
  made: Made & { createdBy: string },
  parts: readonly Pick<PartRow, 'resource' | 'grant' | 'state' | 'fields' | 'clear' | 'decidedAt'>[],
): Promise<void> => {
  await sql`INSERT INTO data.return_package (id, title, summary, unit, region, cycle, basis, until_at, state, created_by, created_at)
    VALUES (${made.id}, ${made.title}, ${made.summary}, ${made.unit}, ${made.region}, ${made.cycle}, ${made.basis},
      ${made.untilAt}, ${made.state}, ${made.createdBy}, ${made.createdAt})`.execute(trx)
  for (const [part, { resource, grant, state, fields, clear, decidedAt }] of parts.entries())
    await sql`INSERT INTO data.return_part (package, part, resource, grant_id, state, fields, clear, decided_at)
      VALUES (${made.id}, ${part}, ${resource}, ${grant}, ${state}, ${fields}::text[], ${clear}::text[], ${decidedAt})`.execute(
      trx,
    )
}

export const findPackage = (db: Db, id: string) =>
  firstRow(db, sql<PackageRow>`SELECT ${PACKAGE} FROM data.return_package p WHERE p.id = ${id}`)

export const partsOf = (db: Db, packages: readonly string[]) =>
  rows(db, sql<PartRow>`SELECT ${PART} FROM data.return_part WHERE package = ANY(${packages}::uuid[]) ORDER BY package, part`)

interface PackageFilter {
  region: string | null
  unit: string | null
  state: ReturnState | null
  /** with a part of these resources that waits for its owner */
  waiting: readonly string[] | null
  after: { at: Date; id: string } | null
  limit: number
}

/** Oldest first. `scope` holds over p.region; packages of `units`, or with parts of `owned` resources, are there whatever the scope. */
export const listPackages = (
  db: Db,
  scope: ReturnType<typeof scopePredicate>,
  units: readonly string[],
  owned: readonly string[],
  { region, unit, state, waiting, after, limit }: PackageFilter,
) =>
  rows(
    db,
    sql<PackageRow>`SELECT ${PACKAGE} FROM data.return_package p
      WHERE (${scope} OR p.unit = ANY(${units}::text[])
          OR EXISTS (SELECT FROM data.return_part t WHERE t.package = p.id AND t.resource = ANY(${owned}::uuid[])))
        AND (${waiting}::uuid[] IS NULL OR EXISTS (SELECT FROM data.return_part t
          WHERE t.package = p.id AND p.state <> 'ended' AND t.state = 'proposed' AND t.resource = ANY(${waiting}::uuid[])))
        AND (${region}::text IS NULL OR starts_with(p.region, ${region}))
        AND (${unit}::text IS NULL OR p.unit = ${unit}) AND (${state}::text IS NULL OR p.state = ${state})
        AND (${after?.at ?? null}::timestamptz IS NULL OR (p.created_at, p.id) > (${after?.at ?? null}, ${after?.id ?? null}::uuid))
      ORDER BY p.created_at, p.id LIMIT ${limit}`,
  )

/** The part while it waits; nobody else decides it until the transaction ends. */
export const lockProposed = (trx: Trx, id: string, part: number) =>
  firstRow(
    trx,
    sql<PartRow>`SELECT ${PART} FROM data.return_part WHERE package = ${id} AND part = ${part} AND state = 'proposed' FOR UPDATE`,
  )

interface Decided {
  state: 'confirmed' | 'declined'
  grant: string | null
  fields: readonly string[]
  by: string
  at: Date
  reason: string | null
}

/** The first part that is confirmed makes the package run; when the last one is declined it ends. */
export const decidePart = async (trx: Trx, id: string, part: number, to: Decided): Promise<void> => {
  await sql`UPDATE data.return_part SET state = ${to.state}, grant_id = ${to.grant}, fields = ${to.fields}::text[],
      decided_by = ${to.by}, decided_at = ${to.at}, reason = ${to.reason} WHERE package = ${id} AND part = ${part}`.execute(trx)
  await sql`UPDATE data.return_package p SET state = CASE
      WHEN EXISTS (SELECT FROM data.return_part t WHERE t.package = p.id AND t.state = 'confirmed') THEN 'active'
      WHEN EXISTS (SELECT FROM data.return_part t WHERE t.package = p.id AND t.state = 'proposed') THEN 'proposed'
      ELSE 'ended' END
    WHERE p.id = ${id} AND p.state <> 'ended'`.execute(trx)
}

/** Active packages with a part of the resource. */
export const packagesWith = (db: Db, resource: string) =>
  rows(
    db,
    sql<Pick<PackageRow, 'id' | 'cycle'>>`SELECT DISTINCT p.id, p.cycle FROM data.return_package p
      JOIN data.return_part t ON t.package = p.id WHERE t.resource = ${resource} AND t.state = 'confirmed' AND p.state = 'active'`,
  )

export const packagesUnder = (db: Db, grant: string) =>
  rows(db, sql<{ id: string }>`SELECT DISTINCT package AS id FROM data.return_part WHERE grant_id = ${grant}`)

/** Packages with a cycle that was not looked at since its last turn, and those whose time is over. */
export const duePackages = (db: Db, limits: Readonly<Record<string, Date>>, now: Date) =>
  rows(
    db,
    sql<{ id: string }>`SELECT p.id FROM data.return_package p
      LEFT JOIN jsonb_each_text(${JSON.stringify(limits)}::jsonb) AS d (cycle, at) ON d.cycle = p.cycle
      WHERE (p.state = 'active' AND (p.checked_at IS NULL OR p.checked_at < d.at::timestamptz))
        OR (p.state <> 'ended' AND p.until_at <= ${now})
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
    sql<{ id: string }>`UPDATE data.return_package SET state = 'ended' WHERE id = ${id} AND state <> 'ended' RETURNING id`,
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
      FROM data.return_package p JOIN data.return_part t ON t.package = p.id AND t.state = 'confirmed'
      WHERE p.state = 'active' AND p.until_at > ${now} AND starts_with(p.region, ${region}) AND p.region > ${after}
      GROUP BY p.region ORDER BY p.region LIMIT ${limit}`,
  )

export const packagesFor = (db: Db, unit: string) =>
  rows(db, sql<{ id: string }>`SELECT id FROM data.return_package WHERE unit = ${unit} AND state = 'active' LIMIT 200`)
