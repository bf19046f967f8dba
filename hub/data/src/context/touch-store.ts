import type pg from 'pg'
import { typeKey } from './model/keys.ts'
import type { Touched } from './touch.ts'

export const insertTouched = async (client: pg.ClientBase, items: readonly (Touched & { iri: string })[]): Promise<void> => {
  await client.query(
    `INSERT INTO data.entity AS e (id, type, types, region, source, provenance, keys, created_at, modified_at)
     SELECT id, type, ARRAY[iri], region, source, provenance, ARRAY[key], at, at
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
         AS t (id, type, iri, region, source, provenance, key, at)
     ON CONFLICT (id, tenant) DO UPDATE
       SET live = true, type = excluded.type, types = excluded.types, region = excluded.region, source = excluded.source,
           provenance = excluded.provenance, keys = excluded.keys, created_at = excluded.created_at,
           modified_at = excluded.modified_at, deleted_at = NULL
       WHERE NOT e.live`,
    [
      items.map((item) => item.id),
      items.map((item) => item.type),
      items.map((item) => item.iri),
      items.map((item) => item.region),
      items.map((item) => item.source),
      items.map((item) => item.provenance ?? null),
      items.map((item) => typeKey(item.iri)),
      items.map((item) => item.at),
    ],
  )
}
