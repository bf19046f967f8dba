/** The hub's own city objects of a type, with what was sensed, as simple members. */
import type { Ctx } from '@haihe/kernel'
import { CORE } from '../../context/ld/terms.ts'
import { writeEntity } from '../../context/model/write.ts'
import { createFinder } from '../../context/query/find.ts'
import type { OwnEntities } from './ngsi-source.ts'

/** `region`: only objects in it and below. */
export const ownEntities = ({ pool, now }: Pick<Ctx, 'pool' | 'now'>, region: string): OwnEntities => {
  const finder = createFinder({ pool, now })
  return async (type, after, limit) => {
    const { rows } = await pool.query<{ id: string; region: string }>(
      `SELECT id, region FROM data.entity WHERE tenant = '' AND live AND type = $1 AND id > $2 AND region LIKE $3 ORDER BY id LIMIT $4`,
      [type, after, `${region}%`, limit],
    )
    const regions = new Map(rows.map((row) => [row.id, row.region]))
    const found = await finder.many('', [...regions.keys()])
    return found
      .map((kept) => ({
        ...writeEntity(kept, { terms: CORE, format: 'simplified', sysAttrs: true }),
        id: kept.id,
        region: regions.get(kept.id) ?? region,
      }))
      .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
  }
}
