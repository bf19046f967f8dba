/** City objects as rows: the present, an instant of the past, or every value of a span. */
import type { Decision, Resource } from '@haihe/contract'
import type pg from 'pg'
import type { Kept } from '../../context/model/entity.ts'
import { withSensed } from '../../context/query/sensed.ts'
import { iriOf } from '../../context/vocabulary.ts'
import { presentAt } from '../../context/write/expiry.ts'
import type { SubjectKey } from '../../platform/ports.ts'
import { fieldsNamed, type HeldRow } from '../rows-store.ts'
import { entityRow, subjectOfEntity } from './entity-row.ts'
import { type EntityPlan, listPlaced, type Placed, streamPlaced } from './entity-store.ts'
import { asOf, during, SLICE } from './past.ts'
import type { RowSource, When } from './source.ts'

export interface EntityRows {
  pool: pg.Pool
  now: () => Date
  subjectKey: SubjectKey
  resource: Resource
  decision: Pick<Decision, 'fields' | 'regions' | 'subject'>
  /** fields that are loaded */
  names: readonly string[]
  /** conditions of the caller, over values as they are */
  matches: (row: Readonly<Record<string, unknown>>) => boolean
  /** names of fields that the conditions look at */
  asked: readonly string[]
  shuffle: string | null
  when: When | null
}

/** Rows of a span stand after their object, in the order of time: sixteen digits of milliseconds. */
const placed = (order: string, at: number): string => `${order}\u0001${String(at).padStart(16, '0')}`
const objectOf = (order: string): string => order.split('\u0001', 1)[0] as string

export const entityRows = (given: EntityRows, since: Date | null = null): RowSource => {
  const { pool, now, resource, decision, names, matches, when } = given
  const type = resource.target ?? ''
  const span = when !== null && 'from' in when ? when : null
  const plan: EntityPlan = {
    type,
    iri: iriOf(type),
    regions: decision.regions,
    shuffle: given.shuffle,
    at: when === null ? null : 'at' in when ? when.at : when.to,
    since,
  }
  const isMasked = (name: string): boolean => decision.fields[name]?.effect === 'mask'

  const rowOf = (kept: Kept, order: string, only: readonly string[]): HeldRow[] => {
    const subject = subjectOfEntity(kept, resource, given.subjectKey)
    if (decision.subject !== null && subject !== decision.subject) return []
    if (!matches(entityRow(kept, fieldsNamed(resource, given.asked), () => false))) return []
    const fields = entityRow(kept, fieldsNamed(resource, only), isMasked)
    return [{ ...fields, _order: order, _key: kept.id, _subject: subject, _run: null }]
  }

  const expand = async (found: readonly Placed[], only: readonly string[]): Promise<HeldRow[]> => {
    const kepts = found.map(({ kept }) => kept)
    if (span) {
      const all = await during(pool, kepts, span, now())
      return found.flatMap(({ order }, n) =>
        (all[n] ?? []).flatMap(({ at, kept }) => {
          const time = new Date(at).toISOString()
          return rowOf(kept, placed(order, at), only).map((row) => ('observed_at' in row ? { ...row, observed_at: time } : row))
        }),
      )
    }
    const states =
      when !== null && 'at' in when
        ? await asOf(pool, kepts, when.at, now())
        : found.map((one) => presentAt(withSensed(one), now().getTime()))
    return found.flatMap(({ order }, n) => {
      const kept = states[n]
      return kept ? rowOf(kept, order, only) : []
    })
  }

  const page: RowSource['page'] = async (after, limit) => {
    const out: HeldRow[] = []
    const size = when === null ? Math.min(Math.max(limit, 50), 1000) : SLICE
    let from = after === null ? null : objectOf(after)
    for (let including = span !== null; out.length < limit; including = false) {
      const found = await listPlaced(pool, plan, { after: from, including, limit: size })
      const rows = await expand(found, names)
      // an object of which a part was shown begins again: what was shown is passed over
      out.push(...rows.filter((row) => after === null || !span || row._order > after || objectOf(row._order) !== objectOf(after)))
      if (found.length < size) break
      from = found.at(-1)?.order ?? null
    }
    return out.slice(0, limit)
  }

  async function* streamOf(size: number, only: readonly string[]): AsyncGenerator<HeldRow[], void> {
    for await (const found of streamPlaced(pool, plan, when === null ? size : SLICE)) {
      const rows = await expand(found, only)
      for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
    }
  }

  return {
    page,
    stream: (size) => streamOf(size, names),
    keys: (size) => streamOf(size, []),
    async count() {
      let rows = 0
      for await (const chunk of streamOf(1000, [])) rows += chunk.length
      return rows
    },
    async groups(by, most) {
      const found = new Map<string, Record<string, unknown> & { _count: number }>()
      for await (const chunk of streamOf(1000, by))
        for (const row of chunk) {
          const values = Object.fromEntries(by.map((name) => [name, row[name] ?? null]))
          const key = JSON.stringify(values)
          const known = found.get(key)
          if (known) known._count += 1
          else found.set(key, { ...values, _count: 1 })
          if (found.size > most) return [...found.values()]
        }
      return [...found.values()]
    },
    since: (at) => entityRows(given, at),
  }
}
