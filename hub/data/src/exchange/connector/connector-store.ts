import { type ConnectorSettings, isUuid, type Mapping } from '@haihe/contract'
import { type Db, firstRow, rows, type scopePredicate, sql, type Trx } from '@haihe/kernel'

export type ConnectorRow = ConnectorSettings & {
  id: string
  title: string
  resource: string
  resourceTitle: string
  unit: string
  region: string
  sealed: Buffer | null
  secretNames: string[]
  mapping: Mapping
  enabled: boolean
  schedule: string | null
  nextAt: Date | null
  privateAllowed: boolean
  watermark: unknown
  /** at the first run since the last change; null before it */
  sourceColumns: string[] | null
  newColumns: string[]
  version: number
  createdBy: string
  createdAt: Date
  changedAt: Date
}

const COLUMNS = sql`c.id, c.title, c.kind, c.resource, c.resource_title AS "resourceTitle", c.unit, c.region, c.settings, c.secrets AS sealed,
  c.secret_names AS "secretNames", c.mapping, c.enabled, c.schedule, c.next_at AS "nextAt", c.private_allowed AS "privateAllowed",
  c.watermark, c.source_columns AS "sourceColumns", c.new_columns AS "newColumns", c.version, c.created_by AS "createdBy", c.created_at AS "createdAt", c.changed_at AS "changedAt"`

type NewConnector = Pick<
  ConnectorRow,
  | 'id'
  | 'title'
  | 'kind'
  | 'resource'
  | 'resourceTitle'
  | 'unit'
  | 'region'
  | 'settings'
  | 'sealed'
  | 'secretNames'
  | 'mapping'
  | 'enabled'
  | 'schedule'
  | 'nextAt'
>

export const insertConnector = (db: Db | Trx, row: NewConnector, by: string, at: Date) =>
  firstRow(
    db,
    sql<ConnectorRow>`INSERT INTO exchange.connector AS c (id, title, kind, resource, resource_title, unit, region, settings, secrets,
        secret_names, mapping, enabled, schedule, next_at, created_by, created_at, changed_at)
      VALUES (${row.id}, ${row.title}, ${row.kind}, ${row.resource}, ${row.resourceTitle}, ${row.unit}, ${row.region},
        ${JSON.stringify(row.settings)}::jsonb, ${row.sealed}, ${row.secretNames}, ${JSON.stringify(row.mapping)}::jsonb,
        ${row.enabled}, ${row.schedule}, ${row.nextAt}, ${by}, ${at}, ${at})
      RETURNING ${COLUMNS}`,
  )

/** Undefined when somebody changed it since `version`. Another source starts from its beginning. */
export const updateConnector = (db: Db | Trx, row: NewConnector, version: number, restart: boolean, at: Date) =>
  firstRow(
    db,
    sql<ConnectorRow>`UPDATE exchange.connector c SET title = ${row.title}, resource_title = ${row.resourceTitle},
        settings = ${JSON.stringify(row.settings)}::jsonb, secrets = ${row.sealed}, secret_names = ${row.secretNames},
        mapping = ${JSON.stringify(row.mapping)}::jsonb, enabled = ${row.enabled}, schedule = ${row.schedule}, next_at = ${row.nextAt},
        watermark = CASE WHEN ${restart} THEN NULL ELSE c.watermark END, source_columns = NULL, new_columns = '{}', version = c.version + 1, changed_at = ${at}
      WHERE c.id = ${row.id} AND c.version = ${version} RETURNING ${COLUMNS}`,
  )

export const setPrivateAllowed = (db: Db | Trx, id: string, allowed: boolean, at: Date) =>
  firstRow(
    db,
    sql<ConnectorRow>`UPDATE exchange.connector c SET private_allowed = ${allowed}, version = c.version + 1, changed_at = ${at}
      WHERE c.id = ${id} RETURNING ${COLUMNS}`,
  )

/** The next increment starts there; null for the beginning. */
export const setWatermark = async (db: Db | Trx, id: string, watermark: unknown): Promise<void> => {
  await sql`UPDATE exchange.connector SET watermark = ${watermark === null ? null : JSON.stringify(watermark)}::jsonb WHERE id = ${id}`.execute(
    db,
  )
}

/** Columns as a run found them, and those nobody has decided about; nothing of it is a change of the connector. */
export const noteColumns = async (
  db: Db | Trx,
  id: string,
  columns: readonly string[],
  fresh: readonly string[],
): Promise<void> => {
  await sql`UPDATE exchange.connector SET source_columns = coalesce(source_columns, ${columns}::text[]), new_columns = ${fresh}::text[]
    WHERE id = ${id}`.execute(db)
}

export const deleteConnector = async (db: Db | Trx, id: string): Promise<void> => {
  await sql`DELETE FROM exchange.connector WHERE id = ${id}`.execute(db)
}

export const findConnector = (db: Db | Trx, id: string) =>
  firstRow(db, sql<ConnectorRow>`SELECT ${COLUMNS} FROM exchange.connector c WHERE c.id = ${id}`)

interface ConnectorFilter {
  scope: ReturnType<typeof scopePredicate>
  resource?: string
  kind?: string
  q?: string
}

const where = ({ scope, resource, kind, q }: ConnectorFilter) => sql`${scope}
  AND (${resource ?? null}::uuid IS NULL OR c.resource = ${resource ?? null}::uuid)
  AND (${kind ?? null}::text IS NULL OR c.kind = ${kind ?? null}::text)
  AND (${q ?? null}::text IS NULL OR strpos(lower(c.title || ' ' || c.resource_title), lower(${q ?? null}::text)) > 0)`

export const listConnectors = (db: Db, filter: ConnectorFilter, limit: number, offset: number) =>
  rows(
    db,
    sql<ConnectorRow>`SELECT ${COLUMNS} FROM exchange.connector c WHERE ${where(filter)} ORDER BY c.title, c.id LIMIT ${limit} OFFSET ${offset}`,
  )

export const countConnectors = async (db: Db, filter: ConnectorFilter): Promise<number> =>
  (await firstRow(db, sql<{ n: number }>`SELECT count(*) AS n FROM exchange.connector c WHERE ${where(filter)}`))?.n ?? 0

export const openRejects = (db: Db, ids: readonly string[]) =>
  rows(
    db,
    sql<{ connector: string; n: number }>`SELECT connector, count(*) AS n FROM exchange.reject
      WHERE connector = ANY (${ids}::uuid[]) AND state = 'open' GROUP BY connector`,
  )

/** Connectors whose time has come; each is answered once. */
export const claimDue = (trx: Trx, at: Date) =>
  rows(
    trx,
    sql<ConnectorRow>`SELECT ${COLUMNS} FROM exchange.connector c WHERE c.enabled AND c.next_at <= ${at}
      ORDER BY c.next_at LIMIT 50 FOR UPDATE SKIP LOCKED`,
  )

export const setNext = async (trx: Trx, id: string, next: Date | null): Promise<void> => {
  await sql`UPDATE exchange.connector SET next_at = ${next} WHERE id = ${id}`.execute(trx)
}

/** Enabled connectors of kinds that start by arrival. */
export const arriving = (db: Db) =>
  rows(db, sql<ConnectorRow>`SELECT ${COLUMNS} FROM exchange.connector c WHERE c.enabled AND c.kind IN ('folder', 'mqtt')`)

/** For lineage: connectors into a resource, one connector, or all of them to look for a source among them. */
export const connectorsOf = async (db: Db, { kind, id }: { kind: string; id: string }): Promise<ConnectorRow[]> => {
  if (kind === 'source') return rows(db, sql<ConnectorRow>`SELECT ${COLUMNS} FROM exchange.connector c ORDER BY c.id LIMIT 5000`)
  if ((kind !== 'resource' && kind !== 'connector') || !isUuid(id)) return []
  const column = sql.ref(kind === 'resource' ? 'c.resource' : 'c.id')
  return rows(db, sql<ConnectorRow>`SELECT ${COLUMNS} FROM exchange.connector c WHERE ${column} = ${id} ORDER BY c.id LIMIT 500`)
}
