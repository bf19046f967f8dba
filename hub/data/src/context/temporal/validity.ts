/** When scopes were valid (clause 4.18): from the time they were set until they were replaced or removed. */
import type pg from 'pg'
import type { Json } from '../model/json.ts'
import { matchesScopeQ, type ScopeQ } from '../query/scopes.ts'
import { SCOPE } from '../write/rows.ts'
import { MOST_LOOKED_AT, type Spans } from './evolution.ts'
import { listInstances } from './instance-store.ts'
import { rangeOf, type TemporalQuery } from './temporal-query.ts'

const textsOf = (value: Json | undefined): string[] => [value ?? []].flat().filter((item) => typeof item === 'string')

/** Entity → spans within the window in which its scopes matched; entities without any are left out. */
export const scopeSpans = async (
  pool: pg.Pool,
  now: Date,
  tenant: string,
  entities: readonly string[],
  query: TemporalQuery,
  scopeQ: ScopeQ,
): Promise<Map<string, Spans>> => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = rangeOf(query)
  const instances = await listInstances(
    pool,
    {
      tenant,
      entities,
      attributes: [SCOPE],
      property: query.timeproperty === 'deletedAt' ? 'modifiedAt' : query.timeproperty,
      descending: false,
      most: MOST_LOOKED_AT,
      marks: true,
    },
    now,
  )
  const spans = new Map<string, Spans>()
  for (const [entity, list] of Map.groupBy(instances, (one) => one.entity)) {
    const valid = list.flatMap(({ at, instance }, i): (readonly [number, number])[] => {
      const until = list[i + 1]?.at ?? Number.POSITIVE_INFINITY
      if (until <= from || at >= to || instance.deletedAt || !matchesScopeQ(textsOf(instance.value), scopeQ)) return []
      return [[at, until]]
    })
    if (valid.length > 0) spans.set(entity, valid)
  }
  return spans
}

/** Scopes that were set before the window and still valid in it belong to the answer too. */
export const scopeAt = async (pool: pg.Pool, now: Date, tenant: string, entities: readonly string[], query: TemporalQuery) => {
  const { from } = rangeOf(query)
  if (from === undefined) return new Map()
  const instances = await listInstances(
    pool,
    { tenant, entities, attributes: [SCOPE], property: query.timeproperty, to: from, descending: true, most: 1, marks: true },
    now,
  )
  return new Map(instances.filter(({ instance }) => !instance.deletedAt).map((one) => [one.entity, one]))
}
