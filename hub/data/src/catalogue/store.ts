import type { Resource, ResourceDraft, ResourceState } from '@haihe/contract'
import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'

export interface ResourceRow {
  id: string
  no: number
  path: string
  code: string
  state: ResourceState
  submitted: boolean
  version: number
  served: ResourceDraft | null
  work: ResourceDraft | null
  authors: string[]
  revision: number
  declared: string | null
  grade: number | null
  quality: number | null
  stopped: boolean
  rows: number
  loadedAt: Date | null
  publishedAt: Date | null
  updatedAt: Date
  lapsedAt: Date | null
  /** transaction that last wrote the row */
  writtenBy: string
}

const COLUMNS = sql`id, no, path, code, state, submitted, version, served, work, authors, revision, declared, grade, quality,
  stopped, rows, loaded_at AS "loadedAt", published_at AS "publishedAt", updated_at AS "updatedAt", lapsed_at AS "lapsedAt",
  changed_by::text AS "writtenBy"`

/** Every transaction before this one has ended: what it wrote is visible. */
export const horizonOf = async (db: Db): Promise<string> =>
  (await firstRow(db, sql<{ xid: string }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid`))!.xid

export const resourcesAfter = (db: Db, no: number, limit: number) =>
  rows(db, sql<ResourceRow>`SELECT ${COLUMNS} FROM data.resource WHERE no > ${no} ORDER BY no LIMIT ${limit}`)

export interface Written {
  id: string
  writtenBy: string
}

/** Which rows were written since a horizon, and the next horizon, as one snapshot sees them. A row may come again while a transaction goes on. */
export const readChanges = async (db: Db, since: string): Promise<{ horizon: string; written: Written[] }> => {
  const found = await rows(
    db,
    sql<{ horizon: string; id: string | null; writtenBy: string }>`SELECT
        pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, r.id, r.changed_by::text AS "writtenBy"
      FROM (SELECT 1) AS one LEFT JOIN data.resource AS r ON r.changed_by >= ${since}::xid8`,
  )
  const written = found.flatMap(({ id, writtenBy }) => (id === null ? [] : [{ id, writtenBy }]))
  return { horizon: found[0]!.horizon, written }
}

export const resourcesOf = (db: Db, ids: readonly string[]) =>
  rows(db, sql<ResourceRow>`SELECT ${COLUMNS} FROM data.resource WHERE id = ANY(${ids}::uuid[])`)

export const lockResource = (trx: Trx, id: string) =>
  firstRow(trx, sql<ResourceRow>`SELECT ${COLUMNS} FROM data.resource WHERE id = ${id} FOR UPDATE`)

/** The next sequence number of a classification path. */
export const nextNumber = async (trx: Trx, path: string): Promise<number> =>
  (await firstRow(
    trx,
    sql<{ last: number }>`INSERT INTO data.resource_number (path, last) VALUES (${path}, 1)
      ON CONFLICT (path) DO UPDATE SET last = data.resource_number.last + 1 RETURNING last`,
  ))!.last

interface NewResource {
  path: string
  code: string
  state: ResourceState
  version: number
  served: ResourceDraft | null
  work: ResourceDraft | null
  authors: readonly string[]
  declared: string | null
  at: Date
}

const json = (doc: unknown) => (doc === null ? null : JSON.stringify(doc))

export const insertResource = async (trx: Trx, row: NewResource): Promise<ResourceRow> =>
  (await firstRow(
    trx,
    sql<ResourceRow>`INSERT INTO data.resource (path, code, state, version, served, work, authors, declared, published_at, updated_at)
      VALUES (${row.path}, ${row.code}, ${row.state}, ${row.version}, ${json(row.served)}::jsonb, ${json(row.work)}::jsonb,
        ${row.authors}::text[], ${row.declared}, ${row.served ? row.at : null}::timestamptz, ${row.at})
      RETURNING ${COLUMNS}`,
  ))!

/** Writes what a step of the workflow may change; facts that other rooms note are left alone. */
export const saveResource = async (
  trx: Trx,
  row: Omit<ResourceRow, 'no' | 'grade' | 'quality' | 'stopped' | 'rows' | 'loadedAt' | 'revision' | 'lapsedAt' | 'writtenBy'>,
): Promise<void> => {
  await sql`UPDATE data.resource SET path = ${row.path}, code = ${row.code}, state = ${row.state}, submitted = ${row.submitted},
      version = ${row.version}, served = ${json(row.served)}::jsonb, work = ${json(row.work)}::jsonb,
      authors = ${row.authors}::text[], declared = ${row.declared}, published_at = ${row.publishedAt}::timestamptz,
      updated_at = ${row.updatedAt}, revision = revision + 1, changed_by = pg_current_xact_id()
    WHERE id = ${row.id}`.execute(trx)
}

export const insertVersion = async (
  trx: Trx,
  version: {
    resource: string
    version: number
    doc: ResourceDraft
    authors: readonly string[]
    reviewer: string | null
    reason: string
    at: Date
  },
): Promise<void> => {
  await sql`INSERT INTO data.resource_version (resource, version, doc, authors, reviewer, reason, published_at)
    VALUES (${version.resource}, ${version.version}, ${json(version.doc)}::jsonb, ${version.authors}::text[],
      ${version.reviewer}, ${version.reason}, ${version.at})`.execute(trx)
}

export const insertAction = async (
  trx: Trx,
  step: {
    resource: string
    action: string
    state: string
    version: number
    actor: string
    actorName: string
    reason: string
    at: Date
  },
): Promise<void> => {
  await sql`INSERT INTO data.resource_action (resource, seq, action, state, version, actor, actor_name, reason, at)
    SELECT ${step.resource}, coalesce(max(seq), 0) + 1, ${step.action}, ${step.state}, ${step.version}, ${step.actor},
      ${step.actorName}, ${step.reason}, ${step.at}
    FROM data.resource_action WHERE resource = ${step.resource}`.execute(trx)
}

export type Facts = Partial<Pick<Resource, 'quality' | 'stopped' | 'rows' | 'loadedAt' | 'grade'>>

/** Facts given replace the known ones; true when there is such a resource. */
export const noteFacts = async (db: Db, id: string, facts: Facts): Promise<boolean> => {
  const given = (key: keyof Facts) => sql`${Object.hasOwn(facts, key) && facts[key] !== undefined}::boolean`
  const { numAffectedRows } = await sql`UPDATE data.resource SET
      quality = CASE WHEN ${given('quality')} THEN ${facts.quality ?? null}::float8 ELSE quality END,
      stopped = CASE WHEN ${given('stopped')} THEN ${facts.stopped ?? false}::boolean ELSE stopped END,
      rows = CASE WHEN ${given('rows')} THEN ${facts.rows ?? 0}::bigint ELSE rows END,
      loaded_at = CASE WHEN ${given('loadedAt')} THEN ${facts.loadedAt ?? null}::timestamptz ELSE loaded_at END,
      grade = CASE WHEN ${given('grade')} THEN ${facts.grade ?? null}::integer ELSE grade END,
      changed_by = pg_current_xact_id()
    WHERE id = ${id}`.execute(db)
  return numAffectedRows === 1n
}

/** Processes that start side by side declare one after the other. */
export const lockDeclarations = async (trx: Trx): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('data.resource.declared', 0))`.execute(trx)
}

export const declaredResources = (trx: Trx) =>
  rows(trx, sql<ResourceRow>`SELECT ${COLUMNS} FROM data.resource WHERE declared IS NOT NULL ORDER BY no FOR UPDATE`)

export interface VersionRow {
  version: number
  doc: ResourceDraft
  authors: string[]
  reviewer: string | null
  reason: string
  publishedAt: Date
}

const VERSION = sql`version, doc, authors, reviewer, reason, published_at AS "publishedAt"`

/** Newest first, below `before`. */
export const listVersions = (db: Db, resource: string, before: number, limit: number) =>
  rows(
    db,
    sql<VersionRow>`SELECT ${VERSION} FROM data.resource_version
      WHERE resource = ${resource} AND version < ${before} ORDER BY version DESC LIMIT ${limit}`,
  )

export const findVersion = (db: Db, resource: string, version: number) =>
  firstRow(
    db,
    sql<VersionRow>`SELECT ${VERSION} FROM data.resource_version WHERE resource = ${resource} AND version = ${version}`,
  )

export interface ActionRow {
  seq: number
  action: string
  state: ResourceState
  version: number
  actor: string
  actorName: string
  reason: string
  at: Date
}

/** Newest first, below `before`. */
export const listActions = (db: Db, resource: string, before: number, limit: number) =>
  rows(
    db,
    sql<ActionRow>`SELECT seq, action, state, version, actor, actor_name AS "actorName", reason, at
      FROM data.resource_action WHERE resource = ${resource} AND seq < ${before} ORDER BY seq DESC LIMIT ${limit}`,
  )

/** True when this lapse was not told yet and no rows came in the meantime. */
export const markLapse = async (trx: Trx, id: string, since: Date, loadedAt: string | null): Promise<boolean> => {
  const { numAffectedRows } = await sql`UPDATE data.resource SET lapsed_at = ${since}, changed_by = pg_current_xact_id()
    WHERE id = ${id} AND lapsed_at IS DISTINCT FROM ${since}::timestamptz
      AND date_trunc('milliseconds', loaded_at) IS NOT DISTINCT FROM ${loadedAt}::timestamptz`.execute(trx)
  return numAffectedRows === 1n
}

/** How many live entities of each type there are, and when one of them was last heard of. */
export const countEntities = (db: Db, types: readonly string[]) =>
  rows(
    db,
    sql<{ type: string; count: number; seenAt: Date | null }>`SELECT t.type, coalesce(e.count, 0) AS count,
        date_trunc('milliseconds', greatest(e.at, s.at)) AS "seenAt"
      FROM unnest(${types}::text[]) AS t (type)
      LEFT JOIN LATERAL (SELECT count(*) AS count, max(modified_at) AS at FROM data.entity
        WHERE tenant = '' AND type = t.type AND live) AS e ON true
      LEFT JOIN LATERAL (SELECT max(l.at) AS at FROM data.series JOIN data.latest AS l ON l.series = series.id
        WHERE series.type = t.type) AS s ON true`,
  )
