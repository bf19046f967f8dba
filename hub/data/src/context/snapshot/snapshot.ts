/** Snapshots (clauses 5.2.41, 5.16): what queries found at one moment, kept apart from what changes since. */
import type { JsonObject } from '../model/json.ts'
import type { ProblemDetails } from '../problem.ts'

/** What one query came to (clause 5.2.42). */
export interface ResultDetails {
  resultStatus: 'success' | 'empty' | 'failure'
  problemDetails?: ProblemDetails
}

export type SnapshotStatus = 'preparing' | 'success' | 'partial' | 'empty' | 'failure'

export interface SnapshotDetails {
  snapshotQueriesDetails?: ResultDetails[]
  snapshotTemporalQueriesDetails?: ResultDetails[]
}

/** Attributes and types that a query looks at; null: of any type. */
export interface Looks {
  attributes: string[]
  types: string[] | null
}

export interface Snapshot {
  tenant: string
  id: string
  account: string
  /** members as they were given: queries, snapshotLifetime, endpoint, receiverInfo */
  doc: JsonObject
  /** value of @context; null: the core context */
  context: unknown
  looks: Looks[]
  priority: number
  status: SnapshotStatus
  details: SnapshotDetails
  createdAt: Date
  modifiedAt: Date
  expiresAt: Date
  lastUsedAt: Date
}

export const DEFAULT_PRIORITY = 5
/** How long a snapshot lives unless the caller says otherwise, and at most, milliseconds. */
export const LIFETIME = 86_400_000
export const LONGEST_LIFETIME = 30 * 86_400_000
/** Snapshots of one account; beyond them the one of the lowest priority goes, of equal ones the soonest to expire. */
export const MOST_SNAPSHOTS = 20
/** Entities, and instances of attributes, that one snapshot holds. */
export const MOST_ENTITIES = 20_000
export const MOST_INSTANCES = 500_000

/** Of all queries together: one that failed makes the whole partial, unless all did. */
export const statusOf = (details: readonly ResultDetails[]): Exclude<SnapshotStatus, 'preparing'> => {
  const count = (status: ResultDetails['resultStatus']): number =>
    details.filter(({ resultStatus }) => resultStatus === status).length
  if (count('failure') === details.length) return 'failure'
  if (count('failure') > 0) return 'partial'
  return count('success') > 0 ? 'success' : 'empty'
}

/** The document as it goes out. */
export const writeSnapshot = (snapshot: Snapshot): JsonObject => ({
  id: snapshot.id,
  type: 'Snapshot',
  ...snapshot.doc,
  snapshotPriority: snapshot.priority,
  snapshotStatus: snapshot.status,
  ...(snapshot.details as JsonObject),
  createdAt: snapshot.createdAt.toISOString(),
  modifiedAt: snapshot.modifiedAt.toISOString(),
  expiresAt: snapshot.expiresAt.toISOString(),
  lastUsedAt: snapshot.lastUsedAt.toISOString(),
})
