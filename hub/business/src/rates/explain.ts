/** The cases behind a number: what people see when they click it. */
import type { CaseTypeDef, Explanation, Provenance } from '@haihe/contract'
import type { CaseRow } from '../cases/case-store.ts'
import type { Engine } from '../cases/engine.ts'
import { categoryTitle } from '../cases/summary.ts'
import { localDate } from '../cases/time.ts'
import { contributionsOf } from './contribution.ts'
import { type Behind, casesBehind } from './explain-store.ts'
import { SHARE_OF_PARTLY, satisfactionScores } from './rules.ts'

type EventName = keyof CaseTypeDef['events']

export interface EventQuestion {
  event: string
  region: string
  from: Date
  to: Date
  limit: number
}

type Evidence = Pick<Explanation, 'records' | 'sources'>

const BY: Record<EventName, Behind['by']> = {
  opened: 'reported',
  registered: 'reported',
  open: 'open',
  closed: 'closed',
  onTime: 'closed',
  response: 'closed',
  resolution: 'closed',
  satisfaction: 'closed',
  handledOnTime: 'closed',
  rework: 'closed',
}

/** What this case added to the number; null when it added nothing. */
const addedBy = (engine: Engine, def: CaseTypeDef, row: CaseRow, name: EventName): number | null => {
  const { fold } = row
  const { rules } = engine.ports
  const counts = contributionsOf(def, fold).find((one) => one.counts.dispatched)?.counts
  const date = localDate(row.updatedAt)
  const voice = fold.excluded === null && counts ? fold.appraisal : null
  switch (name) {
    case 'opened':
    case 'open':
    case 'closed':
      return 1
    case 'registered':
      return fold.marks[def.measures.registered] ? 1 : row.open ? null : 0
    case 'onTime':
      return counts ? (counts.closed_on_time ?? 0) : null
    case 'handledOnTime':
      return counts?.handled ? (counts.handled_on_time ?? 0) : null
    case 'rework':
      return counts ? (counts.reworked ?? 0) : null
    case 'response':
      return counts?.visitable ? (counts.responded ?? 0) : null
    case 'resolution': {
      const share = rules.find(SHARE_OF_PARTLY, date, row.region)?.value
      return voice ? { yes: 1, partly: typeof share === 'number' ? share : null, no: 0 }[voice.resolved] : null
    }
    case 'satisfaction':
      return voice ? (satisfactionScores(rules, date, row.region)?.[voice.satisfaction - 1] ?? null) : null
  }
}

const sourcesOf = (engine: Engine, rows: readonly CaseRow[]): Evidence['sources'] => {
  const found = new Map<string, { title: string; provenance: Provenance; lastSeen: string }>()
  for (const row of rows) {
    const key = `${row.source}/${row.provenance}`
    const def = engine.registry.pinned(row.type, row.version)
    const title = def.sources.find((source) => source.id === row.source)?.title.zh ?? row.source
    const lastSeen = row.reportedAt.toISOString()
    const known = found.get(key)
    if (!known || known.lastSeen < lastSeen) found.set(key, { title, provenance: row.provenance, lastSeen })
  }
  return [...found].map(([id, source]) => ({ id, ...source }))
}

/** Event names of every case type, and the function that gives the cases behind them. No words of people are in it. */
export const explainEvents = (engine: Engine, defs: readonly CaseTypeDef[]) => {
  const meaning = new Map<string, { type: string; name: EventName }>()
  for (const def of defs)
    for (const [name, event] of Object.entries(def.events)) meaning.set(event, { type: def.id, name: name as EventName })
  const records = async ({ event, region, from, to, limit }: EventQuestion): Promise<Evidence> => {
    const known = meaning.get(event)
    if (!known) return { records: [], sources: [] }
    const by = BY[known.name]
    const rows = await casesBehind(engine.writer.pool, {
      by,
      type: known.type,
      region,
      city: engine.ctx.city.code,
      from,
      to,
      most: limit,
    })
    const found = rows.flatMap((row) => {
      const def = engine.registry.pinned(row.type, row.version)
      const value = row.type === known.type ? addedBy(engine, def, row, known.name) : null
      return value === null ? [] : [{ row, value }]
    })
    return {
      records: found.map(({ row, value }) => ({
        entity: `urn:haihe:case:${row.id}`,
        name: `${row.caseNo} ${categoryTitle(engine.registry.categories(row.type), row.category).zh}`,
        attribute: event,
        value,
        at: (by === 'closed' ? (row.closedAt ?? row.updatedAt) : row.reportedAt).toISOString(),
        region: row.region,
        source: row.source,
        provenance: row.provenance,
      })),
      sources: sourcesOf(
        engine,
        found.map(({ row }) => row),
      ),
    }
  }
  return { events: [...meaning.keys()], records }
}
