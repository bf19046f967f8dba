/** Entity maps (clauses 5.2.39, 5.14): the entities that one query found, and which sources told of them. */

/** In a list of sources: this hub itself. */
export const LOCAL = '@none'

export interface EntityMap {
  id: string
  tenant: string
  account: string
  kind: 'current' | 'temporal'
  /** digest of the query that made it */
  query: string
  expiresAt: Date
}

export interface MapEntry {
  entity: string
  region: string
  /** ids of registrations, or LOCAL */
  sources: string[]
}

/** Entities of one map at most: whoever means more narrows the query. */
export const MOST_MAPPED = 20_000
/** How long a map lives unless the caller says otherwise, and at most, milliseconds. */
export const LIFETIME = 3_600_000
export const LONGEST_LIFETIME = 86_400_000
/** Live maps of one account; the one that would expire first makes room. */
export const MOST_MAPS = 200
