/** City objects that the ingest pipeline meets for the first time get their row here. */
import type pg from 'pg'
import { insertTouched } from './touch-store.ts'
import { hubName, iriOf } from './vocabulary.ts'

export interface Touched {
  /** URI of the entity */
  id: string
  /** NGSI-LD type: the short name of the default vocabulary, or a whole IRI */
  type: string
  region: string
  source: string
  /** provenance of the source, when known */
  provenance?: string
  /** when it came in; becomes createdAt and modifiedAt */
  at: Date
}

/**
 * Makes sure that every entity has its row: inserts what is missing, revives what was deleted, leaves the rest alone.
 * Joins the caller's transaction; the same entity may appear more than once.
 */
export const touchEntities = async (client: pg.ClientBase, touched: readonly Touched[]): Promise<void> => {
  // One order for everybody: two writers that meet the same new entities cannot lock each other out.
  const unique = [...new Map(touched.map((item) => [item.id, item])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  if (unique.length === 0) return
  await insertTouched(
    client,
    unique.map((item) => ({ ...item, type: hubName(item.type), iri: iriOf(item.type) })),
  )
}
