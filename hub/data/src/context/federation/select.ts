/** Which registrations a query for them means, and what of their information (clauses 5.10.2.4, 5.12). */

import type { Geometry } from '../geo/geometry.ts'
import { matchesGeometry } from '../geo/geoq.ts'
import type { AskedQuery } from '../http/read-query.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import type { Q } from '../query/q-ast.ts'
import { matchesQ } from '../query/q-match.ts'
import { matchesScopeQ } from '../query/scopes.ts'
import type { TemporalQuery } from '../temporal/temporal-query.ts'
import { matchesEntity, matchesInfo } from './match.ts'
import { csourceProperties } from './properties.ts'
import type { Registration, Source } from './registration.ts'

export interface CsourceQuery {
  selectors: AskedQuery['selectors']
  attributes?: string[]
  q?: Q
  csf?: Q
  geo?: AskedQuery['geo']
  scopeQ?: AskedQuery['scopeQ']
  span?: TemporalQuery
}

export const overlaps = (interval: Json | undefined, { timerel, timeAt = 0, endTimeAt = 0 }: TemporalQuery): boolean => {
  if (!isObject(interval)) return false
  const [from, to] = [
    Date.parse(interval.startAt as string),
    interval.endAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(interval.endAt as string),
  ]
  if (timerel === 'before') return from < timeAt
  if (timerel === 'after') return to > timeAt
  return from < endTimeAt && to > timeAt
}

/** Without a time, sources of what is now; with one, sources of that time. */
const meetsTime = ({ doc }: Registration, span: TemporalQuery | undefined): boolean => {
  if (!span) return doc.observationInterval === undefined && doc.managementInterval === undefined
  return overlaps(span.timeproperty === 'observedAt' ? doc.observationInterval : doc.managementInterval, span)
}

const meetsPlace = ({ doc }: Registration, geo: CsourceQuery['geo']): boolean => {
  if (!geo) return true
  const name = /\/(observationSpace|operationSpace)$/.exec(geo.geoproperty)?.[1] ?? 'location'
  const place = doc[name] as unknown as Geometry | undefined
  return place !== undefined && matchesGeometry(place, geo)
}

/** The parts of the information that the query is about; empty: the registration is not meant. */
export const selectInformation = (source: Source, query: CsourceQuery): Json[] => {
  if (!meetsTime(source, query.span) || !meetsPlace(source, query.geo)) return []
  if (query.csf && !matchesQ(csourceProperties(source), query.csf)) return []
  if (query.q && !matchesQ(csourceProperties(source), query.q)) return []
  if (query.scopeQ && !matchesScopeQ([source.doc.scope ?? []].flat() as string[], query.scopeQ)) return []
  const selectors = query.selectors.length > 0 ? query.selectors : [{}]
  const about = selectors.map((selector) => ({ ...selector, ...(query.attributes ? { attributes: query.attributes } : {}) }))
  return (source.doc.information as JsonObject[]).flatMap((item, i): Json[] => {
    const info = source.infos[i]
    if (!info || !about.some((wanted) => matchesInfo(source, info, wanted))) return []
    if (!info.entities) return [item]
    const entities = (item.entities as Json[]).filter((_, n) => {
      const entity = info.entities?.[n]
      return entity !== undefined && about.some((wanted) => matchesEntity(entity, wanted))
    })
    return [{ ...item, entities }]
  })
}
