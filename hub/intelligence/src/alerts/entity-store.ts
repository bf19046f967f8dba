/** Name and place of city objects, for alerts and explanations. */
import type { Run } from '../run.ts'

interface EntityFacts {
  name: string | null
  lon: number | null
  lat: number | null
}

// A name comes with the object's description, or as a reading of the attribute `name`; an area stands where its centre is.
const FACTS = `SELECT q.id,
    coalesce(
      (SELECT v.value #>> '{0,value}' FROM jsonb_each(e.doc) AS v
        WHERE v.key ~ '[/#]name$' AND jsonb_typeof(v.value #> '{0,value}') = 'string' ORDER BY v.key LIMIT 1),
      (SELECT l.state #>> '{}' FROM data.series s JOIN data.latest l ON l.district = s.district AND l.series = s.id
        WHERE s.entity = q.id AND s.attribute = 'name' AND s.kind = 'text')) AS name,
    g.lon, g.lat
  FROM unnest($1::text[]) AS q (id)
  LEFT JOIN data.entity e ON e.id = q.id AND e.tenant = ''
  LEFT JOIN LATERAL (SELECT coalesce(lon, (center(bounds))[0]) AS lon, coalesce(lat, (center(bounds))[1]) AS lat
    FROM data.entity_geo WHERE entity = q.id AND tenant = '' ORDER BY attribute LIMIT 1) g ON true`

export const entityFacts = async (run: Run, ids: readonly string[]): Promise<Map<string, EntityFacts>> => {
  if (ids.length === 0) return new Map()
  const rows = await run<EntityFacts & { id: string }>(FACTS, [ids])
  return new Map(rows.map(({ id, name, lon, lat }) => [id, { name, lon, lat }]))
}
