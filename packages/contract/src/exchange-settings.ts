/** What each kind of connector is told. Secrets are written apart, sealed, and never answered. */
import { z } from 'zod'

export const CONNECTOR_KINDS = ['postgres', 'mysql', 'upload', 'folder', 'http', 'ngsi-ld', 'mqtt'] as const
export const ConnectorKind = z.enum(CONNECTOR_KINDS)
export type ConnectorKind = z.infer<typeof ConnectorKind>

const Host = z.string().trim().min(1).max(253)
const Identifier = z.string().min(1).max(128)
const Url = z.url({ protocol: /^https?$/ }).max(2000)
const Header = z.string().regex(/^[A-Za-z0-9-]{1,60}$/)
/** Names of members with dots, for instance data.items; empty for the document itself. */
const Path = z.string().max(300)
const Zone = z.string().max(60).nullable().default(null)

/**
 * full 全量: the whole table every time, rows that are gone are removed here as well; key 按键增量: rows with a greater
 * key than the last; timestamp 按时间增量: rows changed since the last time, with a window that overlaps.
 */
export const TableStrategy = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('full') }),
  z.strictObject({
    by: z.literal('key'),
    /** rows before the last key that are read again: keys are not always committed in their order */
    overlapRows: z.number().int().min(0).max(100_000).default(1000),
  }),
  z.strictObject({
    by: z.literal('timestamp'),
    column: Identifier,
    /** changes of this long before the last time are read again: transactions commit later than they are dated */
    overlapSeconds: z.number().int().min(0).max(604_800).default(600),
  }),
])
export type TableStrategy = z.infer<typeof TableStrategy>

const table = {
  host: Host,
  database: Identifier,
  user: Identifier,
  tls: z.enum(['off', 'on', 'verify']).default('off'),
  table: Identifier,
  /** columns of a unique key, none of them empty; null for the primary key */
  key: z.array(Identifier).min(1).max(8).nullable().default(null),
  strategy: TableStrategy.default({ by: 'full' }),
  /** zone of times without one; the city's when null */
  zone: Zone,
}

export const PostgresSettings = z.strictObject({
  ...table,
  port: z.number().int().min(1).max(65535).default(5432),
  schema: Identifier.default('public'),
})
export type PostgresSettings = z.infer<typeof PostgresSettings>

export const MysqlSettings = z.strictObject({ ...table, port: z.number().int().min(1).max(65535).default(3306) })
export type MysqlSettings = z.infer<typeof MysqlSettings>

const file = {
  /** found out when null */
  charset: z.enum(['utf-8', 'gb18030']).nullable().default(null),
  delimiter: z.enum([',', ';', '\t', '|']).nullable().default(null),
  /** name of the sheet of a workbook; the first when null */
  sheet: z.string().max(100).nullable().default(null),
  /** each file is the whole: rows that it lacks are removed */
  whole: z.boolean().default(false),
  zone: Zone,
}

export const UploadSettings = z.strictObject(file)
export const FolderSettings = z.strictObject(file)
export type FileSettings = z.infer<typeof UploadSettings>

export const Pagination = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({
    by: z.literal('page'),
    parameter: z.string().min(1).max(60).default('page'),
    first: z.number().int().min(0).max(1).default(1),
    sizeParameter: z.string().min(1).max(60).nullable().default(null),
    size: z.number().int().min(1).max(10_000).default(500),
  }),
  z.strictObject({
    by: z.literal('offset'),
    parameter: z.string().min(1).max(60).default('offset'),
    limitParameter: z.string().min(1).max(60).default('limit'),
    limit: z.number().int().min(1).max(10_000).default(500),
  }),
  /** the answer holds the cursor of the next page at `path`; none ends it */
  z.strictObject({ by: z.literal('cursor'), parameter: z.string().min(1).max(60).default('cursor'), path: Path.min(1) }),
  /** the header Link names the next page, or a member at `path` holds its address */
  z.strictObject({ by: z.literal('link'), path: Path.nullable().default(null) }),
])
export type Pagination = z.infer<typeof Pagination>

export const HttpSettings = z.strictObject({
  url: Url,
  method: z.enum(['GET', 'POST']).default('GET'),
  headers: z.record(Header, z.string().max(2000)).default({}),
  /** JSON body of POST; the parameters of pages and increments go into the address */
  body: z.string().max(20_000).nullable().default(null),
  /** where the rows stand in the answer */
  rows: Path.default(''),
  pagination: Pagination.default({ by: 'none' }),
  /** the parameter takes the greatest value of `column` seen so far, less the overlap */
  incremental: z
    .strictObject({
      parameter: z.string().min(1).max(60),
      column: z.string().min(1).max(300),
      kind: z.enum(['text', 'number', 'time', 'seconds', 'milliseconds']).default('time'),
      overlapSeconds: z.number().int().min(0).max(604_800).default(600),
    })
    .nullable()
    .default(null),
  /** without an increment: the answer is the whole, rows that it lacks are removed */
  whole: z.boolean().default(false),
  timeoutSeconds: z.number().int().min(1).max(300).default(60),
  zone: Zone,
})
export type HttpSettings = z.infer<typeof HttpSettings>

export const NgsiSettings = z.strictObject({
  /** address of a broker, up to before /ngsi-ld; null for the hub's own objects */
  broker: Url.nullable().default(null),
  type: z.string().min(1).max(300),
  q: z.string().max(1000).nullable().default(null),
  /** address of the @context of type and attributes */
  context: Url.nullable().default(null),
  tenant: z.string().max(100).nullable().default(null),
  headers: z.record(Header, z.string().max(2000)).default({}),
  whole: z.boolean().default(false),
  zone: Zone,
})
export type NgsiSettings = z.infer<typeof NgsiSettings>

export const MqttSettings = z.strictObject({
  url: z.url({ protocol: /^mqtts?$/ }).max(500),
  topic: z.string().min(1).max(500),
  user: z.string().max(200).nullable().default(null),
  /** where the rows stand in a message */
  rows: Path.default(''),
  zone: Zone,
})
export type MqttSettings = z.infer<typeof MqttSettings>

/** A strict schema per kind, with the members that all of them share. */
export const perKind = <S extends z.ZodRawShape>(shared: S) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ ...shared, kind: z.literal('postgres'), settings: PostgresSettings }),
    z.strictObject({ ...shared, kind: z.literal('mysql'), settings: MysqlSettings }),
    z.strictObject({ ...shared, kind: z.literal('upload'), settings: UploadSettings }),
    z.strictObject({ ...shared, kind: z.literal('folder'), settings: FolderSettings }),
    z.strictObject({ ...shared, kind: z.literal('http'), settings: HttpSettings }),
    z.strictObject({ ...shared, kind: z.literal('ngsi-ld'), settings: NgsiSettings }),
    z.strictObject({ ...shared, kind: z.literal('mqtt'), settings: MqttSettings }),
  ])

export const ConnectorSettings = perKind({})
export type ConnectorSettings = z.infer<typeof ConnectorSettings>

/** Name of a secret → its value: `password` of databases and MQTT, `header.<Name>` of HTTP. */
export const ConnectorSecrets = z
  .record(z.string().regex(/^(password|header\.[A-Za-z0-9-]{1,60})$/), z.string().min(1).max(8000).nullable())
  .refine((secrets) => Object.keys(secrets).length <= 20)
