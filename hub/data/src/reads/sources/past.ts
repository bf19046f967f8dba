/** City objects as they were: what was known of them at an instant, and every value of a span. */
import { AppError } from '@haihe/contract'
import type pg from 'pg'
import { type Attributes, instanceFor, type Kept } from '../../context/model/entity.ts'
import { withSensed } from '../../context/query/sensed.ts'
import { evolve, isGone } from '../../context/temporal/evolution.ts'
import { listInstances, listSensed } from '../../context/temporal/instance-store.ts'
import { presentAt } from '../../context/write/expiry.ts'
import { SCOPE } from '../../context/write/rows.ts'

/** Objects looked at together. */
export const SLICE = 200
/** Values of one attribute in one span. */
const MOST_MOMENTS = 10_000

/** The last value of each attribute that had come in by then; what had been deleted by then is not among them. */
export const asOf = async (pool: pg.Pool, entities: readonly Kept[], at: Date, now: Date): Promise<(Kept | undefined)[]> => {
  const window = {
    tenant: '',
    entities: entities.map(({ id }) => id),
    datasets: [''],
    property: 'modifiedAt',
    to: at.getTime() + 1,
    descending: true,
    most: 1,
  } as const
  const [written, sensed] = await Promise.all([listInstances(pool, { ...window, marks: true }, now), listSensed(pool, window)])
  const byEntity = Map.groupBy(written, ({ entity }) => entity)
  const sensedByEntity = Map.groupBy(sensed, ({ entity }) => entity)
  return entities.map((kept) => {
    const attributes: Attributes = {}
    for (const { attribute, instance } of byEntity.get(kept.id) ?? [])
      if (attribute !== SCOPE && instance.deletedAt === undefined) attributes[attribute] = [instance]
    const readings = (sensedByEntity.get(kept.id) ?? []).filter((row) => !isGone(kept, row.iri, row.at.getTime()))
    const before = { ...kept, attributes, hidden: {}, live: true }
    const whole = withSensed({
      kept: before,
      sensed: readings.map((row) => ({ ...row, at: row.at.toISOString(), state: null })),
    })
    return presentAt(whole, at.getTime())
  })
}

/** The object at each time of the span at which something was observed of it (written, where nothing says when). */
export const during = async (
  pool: pg.Pool,
  entities: readonly Kept[],
  { from, to }: { from: Date; to: Date },
  now: Date,
): Promise<{ at: number; kept: Kept }[][]> => {
  const span = { timerel: 'between', timeAt: from.getTime(), endTimeAt: to.getTime() } as const
  const options = { datasets: [''], most: MOST_MOMENTS + 1 }
  const [observed, written] = await Promise.all([
    evolve(pool, now, entities, { ...span, timeproperty: 'observedAt' }, options),
    evolve(pool, now, entities, { ...span, timeproperty: 'modifiedAt' }, options),
  ])
  return entities.map((kept, n) => {
    const moments = new Map<number, Attributes>()
    const take = (evolved: (typeof observed)[number] | undefined, only: (observedAt: string | undefined) => boolean): void => {
      for (const [attribute, list] of evolved?.evolution ?? []) {
        if (attribute === SCOPE) continue
        if (list.length > MOST_MOMENTS)
          throw new AppError('INVALID_INPUT', { errors: [{ path: 'from', message: '时段内的记录过多，请缩短时段' }] })
        for (const { at, instance } of list) {
          if (!only(instance.observedAt) || instanceFor([instance], undefined) === undefined) continue
          moments.set(at, { ...moments.get(at), [attribute]: [instance] })
        }
      }
    }
    take(observed[n], () => true)
    take(written[n], (observedAt) => observedAt === undefined)
    return [...moments].sort(([a], [b]) => a - b).map(([at, attributes]) => ({ at, kept: { ...kept, attributes } }))
  })
}
