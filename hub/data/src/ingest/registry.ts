/** The dictionary of entities and series in memory, read from the store and added to it. */
import type pg from 'pg'
import type { Pool } from 'pg'
import { touchEntities } from '../context/touch.ts'
import type { SourceRegistry } from '../sources/registry.ts'
import { coalesce } from './coalesce.ts'
import type { Descriptions } from './describe.ts'
import * as store from './registry-store.ts'
import { districtNumber, EntityState, type Kind, SeriesState, type SourceState, writerOf } from './state.ts'

/** A series to be made; its entity as well when there is none yet. */
export interface Wanted {
  entity: string
  type: string
  region: string
  source: SourceState
  attribute: string
  kind: Kind
  unit: string | null
  derived: boolean
}

export interface Registry {
  find: (entity: string) => EntityState | undefined
  size: () => number
  all: () => IterableIterator<EntityState>
  /** reads entities that are not in memory, or are stale, from the store */
  load: (ids: readonly string[]) => Promise<void>
  /** makes entities and series that are missing and reads them into memory */
  create: (wanted: readonly Wanted[]) => Promise<void>
  /** reads the marks of series again: after a rollback, or when another process wrote them */
  reload: (client: pg.ClientBase, series: Iterable<SeriesState>) => Promise<void>
  forget: (ids: readonly string[]) => void
  start: () => Promise<void>
}

const PAGE = 20_000

const setMark = (series: SeriesState, row: store.SeriesRow): void => {
  series.at = row.at ? row.at.getTime() : Number.NEGATIVE_INFINITY
  series.value = row.value ?? Number.NaN
  series.state = row.state ?? undefined
  series.repeats = row.repeats ?? 0
  series.beforeAt = Number.NEGATIVE_INFINITY
  series.beforeValue = Number.NaN
  series.steps = undefined
}

export const createRegistry = (
  pool: Pool,
  descriptions: Descriptions,
  sources: SourceRegistry,
  now: () => Date,
  writers: number,
): Registry => {
  const entities = new Map<string, EntityState>()

  const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    try {
      return await work(client)
    } finally {
      client.release()
    }
  }

  const markFaults = (found: Awaited<ReturnType<typeof store.openFaults>>): void => {
    for (const fault of found) {
      const entity = entities.get(fault.entity)
      const series = entity?.find(fault.attribute)
      if (fault.kind === 'stuck') {
        if (series) series.stuck = true
      } else if (series) series.gap = true
      else if (entity && fault.attribute === '') entity.gap = true
    }
  }

  const take = async (client: pg.ClientBase, rows: readonly store.EntityRow[]): Promise<void> => {
    for (const row of rows) {
      const known = entities.get(row.id)
      const type = descriptions.typeOf(row.type)
      if (!known) entities.set(row.id, new EntityState(row.id, type, row.region, row.source, writerOf(row.region, writers)))
      else if (known.stale) {
        if (known.region !== row.region || known.type !== type) await store.moveSeries(client, row.id, row.region, row.type)
        if (known.type !== type) {
          // ranges and derivations follow the type: its series are made anew from the rows below
          known.series.length = 0
          known.type = type
        }
        known.region = row.region
        known.writer = writerOf(row.region, writers)
        known.owner = row.source
        known.stale = false
      }
    }
    for (const row of await store.findSeriesOf(
      client,
      rows.map((one) => one.id),
    )) {
      const entity = entities.get(row.entity)
      if (!entity || entity.find(row.attribute)) continue
      const series = new SeriesState({ ...row, entity, source: sources.get(row.source) })
      setMark(series, row)
      entity.series.push(series)
    }
  }

  const load = coalesce<string>((ids) =>
    withClient(async (client) => {
      const missing = [...new Set(ids)].filter((id) => entities.get(id)?.stale !== false)
      if (missing.length === 0) return
      const found = await store.findEntities(client, missing)
      await take(client, found)
      // deleted meanwhile: the next observation that names a type makes it anew
      const alive = new Set(found.map((row) => row.id))
      for (const id of missing) if (!alive.has(id)) entities.delete(id)
    }),
  )

  const create = coalesce<Wanted>((wanted) =>
    withClient(async (client) => {
      const at = now()
      await client.query('BEGIN')
      try {
        await touchEntities(
          client,
          wanted.map((one) => ({
            id: one.entity,
            type: one.type,
            region: one.region,
            source: one.source.id,
            provenance: one.source.provenance,
            at,
          })),
        )
        const unique = new Map(wanted.map((one) => [`${one.entity}\n${one.attribute}`, one]))
        const series = [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
        await store.insertSeries(
          client,
          series.map((one) => {
            const region = entities.get(one.entity)?.region ?? one.region
            return { ...one, region, district: districtNumber(region), source: one.source.id }
          }),
          at,
        )
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {})
        throw error
      }
      await take(client, await store.findEntities(client, [...new Set(wanted.map((one) => one.entity))]))
    }),
  )

  return {
    find: (id) => entities.get(id),
    size: () => entities.size,
    all: () => entities.values(),
    load,
    create,
    async reload(client, series) {
      const byId = new Map([...series].map((one) => [one.id, one]))
      for (const row of await store.findMarks(client, [...byId.keys()])) {
        const one = byId.get(row.id) as SeriesState
        setMark(one, row)
        one.stuck = false
        one.gap = false
      }
      markFaults(await store.openFaults(client, [...new Set([...byId.values()].map((one) => one.entity.id))]))
    },
    forget(ids) {
      for (const id of ids) {
        const entity = entities.get(id)
        if (entity) entity.stale = true
      }
    },
    start: () =>
      withClient(async (client) => {
        for (let after = ''; ; ) {
          const page = await store.entityPage(client, after, PAGE)
          await take(client, page)
          after = page.at(-1)?.id ?? ''
          if (page.length < PAGE) break
        }
        markFaults(await store.openFaults(client, null))
      }),
  }
}
