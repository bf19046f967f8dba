/**
 * What the rooms of the data platform ask of one another. Each room (catalogue, exchange, policy, quality, lineage,
 * classification, reads) implements its own line and is given the others; none imports another's insides.
 */
import type {
  Actor,
  DataGrant,
  DataGrantInput,
  Decision,
  FieldClassification,
  LineageKind,
  ReadReason,
  ReadWay,
  Resource,
  ResourceDraft,
} from '@haihe/contract'
import type { Db, Trx } from '@haihe/kernel'

/** Catalogue (目录). Current versions are answered from memory. */
export interface Catalogue {
  /** the version that is served; a resource that was never published in its draft form */
  find: (id: string) => Promise<Resource | undefined>
  /** throws NOT_FOUND */
  get: (id: string) => Promise<Resource>
  byCode: (code: string) => Promise<Resource | undefined>
  /** resources of kind 'entities' that describe this NGSI-LD type */
  byEntityType: (type: string) => Promise<readonly Resource[]>
  list: (filter?: { owner?: string; state?: Resource['state']; kind?: Resource['kind'] }) => Promise<readonly Resource[]>
  create: (actor: Actor, draft: ResourceDraft) => Promise<Resource>
  /** the owner's word on a field; makes a new version at once, without review, because it never widens what is seen */
  classify: (actor: Actor, id: string, fields: Record<string, FieldClassification>) => Promise<Resource>
  /** facts that other rooms find out, not part of a version */
  note: (
    trx: Db | Trx,
    id: string,
    facts: Partial<Pick<Resource, 'quality' | 'stopped' | 'rows' | 'loadedAt' | 'grade'>>,
  ) => Promise<void>
}

/**
 * Rows held by the hub, one real table per resource of kind 'table': held.r_<no>, one typed column per field, and
 * _key text PRIMARY KEY (the key fields joined), _region text, _subject text (see SubjectKey), _run bigint (the run that
 * wrote the row), _line bigint (its number in the source), _at timestamptz (when it was written).
 */
export interface Held {
  /** creates or extends the table so that it fits the published fields; never drops a column that has values */
  ensure: (resource: Resource) => Promise<void>
  /** quoted name for SQL */
  table: (resource: Pick<Resource, 'no'>) => string
}

/** Pseudonymous key of a person or enterprise: HMAC of the normalised number under the hub's secret, hex. */
export type SubjectKey = (kind: 'person' | 'enterprise', number: string) => string

/** The verified persons and enterprises behind an account (实名认证); empty for one that never proved who it is. */
export interface Subjects {
  of: (account: string) => Promise<readonly { kind: 'person' | 'enterprise'; key: string }[]>
}

export interface ReadIntent {
  actor: Actor
  resource: Resource
  /** null when the caller names none: protected fields are then asked for */
  reason: ReadReason | null
  /** recorded, never decisive, but for a grant that names its channels */
  way: ReadWay
  at: Date
  /** the grant to read under, when the caller names one; else the widest that applies */
  grant?: string | null
  /** region of the one object that is asked about, where it is one */
  row?: string
}

export interface Policy {
  /** the one decision */
  decide: (intent: ReadIntent) => Promise<Decision>
  /** with the regions that any grant of the asker reaches: objects are decided one by one, each under the grant that reaches it */
  decideReach: (intent: ReadIntent) => Promise<{ decision: Decision; regions: string[] | null }>
  /** values of one row as the decision shows them; never mutates */
  show: (
    decision: Decision,
    resource: Resource,
    row: Readonly<Record<string, unknown>>,
    purpose: string | null,
  ) => Record<string, unknown>
  /** regions and subject of the decision as SQL over a held table, with values for its places from $first on */
  predicate: (decision: Decision, first: number) => { sql: string; values: unknown[] }
}

export interface Grants {
  find: (id: string) => Promise<DataGrant | undefined>
  of: (resource: string) => Promise<readonly DataGrant[]>
  /**
   * With a case, the case has already decided that the actor may: only what the grant says is checked. `trx` is the
   * transaction of the action that issues it; grant, event and case then stand or fall together. `decided`: so has who
   * calls, without a case.
   */
  issue: (actor: Actor, input: DataGrantInput, caseId: string | null, trx?: Trx, decided?: boolean) => Promise<DataGrant>
  /**
   * The same terms until a later instant, from where the grant ends (now, when it has ended); one that was renewed is not
   * renewed again. With a case as with `issue`. Throws NOT_FOUND, CONFLICT, OUT_OF_SCOPE, INVALID_INPUT.
   */
  renew: (actor: Actor, id: string, until: string, caseId: string | null, trx?: Trx) => Promise<DataGrant>
  /** throws NOT_FOUND, FORBIDDEN unless owner, grantor or administrator */
  revoke: (actor: Actor, id: string, reason: string) => Promise<DataGrant>
}

export interface ReadRequest {
  actor: Actor
  resource: Resource
  reason: ReadReason | null
  way: ReadWay
  /** null for all that the decision allows */
  fields: readonly string[] | null
  /** equality and ranges over allowed fields; a filter on a masked or denied field is refused, it would unmask it */
  where: readonly { field: string; op: '=' | '<' | '<=' | '>' | '>=' | 'in'; value: unknown }[]
  limit: number
  /** opaque, from the page before */
  cursor: string | null
  /** rows carry _subject, for rooms that keep rows and record later reads of them; never for callers outside */
  keepSubject?: boolean
  /** the grant to read under, when the caller names one */
  grant?: string | null
  /** the past of city objects: an instant, or every value of a span (half-open); a table has none */
  when?: { at: Date } | { from: Date; to: Date } | null
}

export interface ReadPage {
  rows: Record<string, unknown>[]
  /** null after the last page */
  next: string | null
  decision: Decision
  /** number of the record of this read */
  read: number
}

/** The only way to rows: decides, compiles the decision into the query, shows, records the read with its subjects. */
export interface Reader {
  read: (request: ReadRequest) => Promise<ReadPage>
  /** all rows of a request in chunks, one record of the read; for exports, replication and return flow */
  stream: (
    request: Omit<ReadRequest, 'limit' | 'cursor'>,
  ) => AsyncGenerator<Record<string, unknown>[], { read: number; rows: number }>
}

export interface ReadRecord {
  actor: string
  actorName: string
  unit: string | null
  resource: string
  fields: readonly string[]
  masked: readonly string[]
  purpose: string | null
  basis: string | null
  way: ReadWay
  grant: string | null
  at: Date
  rows: number
  /** subject keys the rows were about */
  subjects: readonly string[]
}

export interface ReadLog {
  record: (db: Db | Trx, entry: ReadRecord) => Promise<number>
  /** more subjects of a read that goes on */
  extend: (db: Db | Trx, read: number, rows: number, subjects: readonly string[]) => Promise<void>
}

/** Events of the outbox that rooms and scenarios follow; payloads are exactly these. */
export interface PlatformEvents {
  /** every step of an entry, published or not */
  'catalogue.acted': { resource: string; action: string; state: Resource['state']; submitted: boolean; version: number }
  'catalogue.published': { resource: string; version: number }
  'catalogue.withdrawn': { resource: string }
  /** update cycle passed without new rows */
  'catalogue.overdue': { resource: string; since: string }
  /** a run of a connector ended */
  'resource.loaded': { resource: string; connector: string; run: number; rows: number; rejected: number }
  'quality.scored': { resource: string; score: number; before: number | null }
  /** below the limit for rectification (整改) or for listing (停止挂牌) */
  'quality.below': { resource: string; score: number; limit: 'rectify' | 'stop'; worst: string }
  /** the case about a low score opened or ended; told by whoever opened it, shown beside the score */
  'rectification.moved': { resource: string; caseId: string; caseNo: string; state: 'open' | 'closed' }
  /** calls of the shared interfaces of a resource since the last such event; the deliverer sums them up by the minute */
  'resource.called': { resource: string; succeeded: number; failed: number }
  'grant.issued': { grant: string; resource: string; grantee: string; caseId: string | null }
  'grant.revoked': { grant: string; resource: string; grantee: string }
  /** a grant ends soon and nobody renewed it; told once */
  'grant.expiring': { grant: string; resource: string; grantee: string; until: string }
  /** a grant's time is over; `renewedBy` goes on from it */
  'grant.expired': { grant: string; resource: string; grantee: string; renewedBy: string | null }
  /** the first read under a grant */
  'grant.used': { grant: string; resource: string; grantee: string }
  /** a subject objects to a read of their record */
  'read.objected': { read: number; resource: string; subject: string; text: string; account: string }
  /** the case about an objection moved; told by whoever opened it, shown to the subject */
  'objection.moved': {
    read: number
    account: string
    caseId: string
    caseNo: string
    state: 'open' | 'answered' | 'closed'
    reply: string | null
  }
}

export interface LineageNode {
  /** identifiers by kind: see LINEAGE_KINDS; make those of fields with fieldId */
  kind: LineageKind
  id: string
  title: string
}
/** A field of a resource, or an attribute of a type of city objects, as the graph names it. */
export const fieldId = (of: { resource: string; field: string } | { type: string; attribute: string }): string =>
  'resource' in of ? `${of.resource}#${of.field}` : `~${of.type}#${of.attribute}`
export interface LineageEdge {
  from: LineageNode
  to: LineageNode
  /** job or mapping that made it */
  by: string
}
/** Each room tells its own edges when asked; the graph is never stored twice. */
export interface LineageProvider {
  name: string
  edges: (around: { kind: LineageNode['kind']; id: string }) => Promise<readonly LineageEdge[]>
}
export interface Lineage {
  provide: (provider: LineageProvider) => void
}
