/** Parts of a query in the words of a source. */
import type { GeoQ } from '../geo/geoq.ts'
import type { Terms } from '../ld/terms.ts'
import { isName } from '../model/names.ts'
import { mapNames, type Q } from '../query/q-ast.ts'
import { printQ } from '../query/q-print.ts'
import type { TypeExpression } from '../query/types.ts'

export const printTypes = (expression: TypeExpression, terms: Terms, inside = false): string => {
  if (typeof expression === 'string') return terms.compact(expression)
  const text = expression.terms.map((term) => printTypes(term, terms, true)).join(expression.op === 'and' ? ';' : ',')
  return inside ? `(${text})` : text
}

export const printQuery = (q: Q, terms: Terms): string =>
  printQ(mapNames(q, (name) => (name.includes(':') && isName(name) ? terms.compact(name) : name)))

export const printGeo = (q: GeoQ, terms: Terms): Record<string, string> => ({
  georel:
    q.georel === 'near'
      ? q.maxDistance !== undefined
        ? `near;maxDistance==${q.maxDistance}`
        : `near;minDistance==${q.minDistance}`
      : q.georel,
  geometry: q.geometry.type,
  coordinates: JSON.stringify(q.geometry.coordinates),
  geoproperty: terms.compact(q.geoproperty),
})
