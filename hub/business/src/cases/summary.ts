/** A row as people see it in a list. */
import { AppError, type CaseSummary, type CategoryDef, clockNow, clockView, isUuid, stateOf, type Text } from '@haihe/contract'
import type { CaseRow } from './case-store.ts'
import type { Engine } from './engine.ts'
import { waitingOf } from './queue.ts'
import { unitName } from './units.ts'

export const categoryTitle = (categories: ReadonlyMap<string, CategoryDef>, code: string): Text =>
  categories.get(code)?.title ?? { zh: code, en: code }

const isPastDue = (row: Pick<CaseRow, 'dueAt'>, now: Date): boolean => row.dueAt !== null && row.dueAt < now

export const summaryOf = (engine: Engine, row: CaseRow): CaseSummary => {
  const { ports, registry, math } = engine
  const now = engine.ctx.now()
  const def = registry.pinned(row.type, row.version)
  const state = row.fold
  const run = row.open ? clockNow(def, state, math) : null
  const holder = waitingOf(def, state).holder
  // nobody's turn: the unit that was responsible is the one people look for
  const unit = holder ?? row.unit
  return {
    id: row.id,
    caseNo: row.caseNo,
    type: row.type,
    typeTitle: def.title,
    title: row.title,
    category: row.category,
    categoryTitle: categoryTitle(registry.categories(row.type), row.category),
    state: row.state,
    stateTitle: stateOf(def, row.state).title,
    open: row.open,
    urgency: row.urgency,
    region: row.region,
    regionName: ports.regions.name(row.region),
    address: row.address,
    place: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat, crs: 'EPSG:4490', address: row.address },
    unit,
    unitName: unitName(ports.units, unit),
    source: row.source,
    provenance: row.provenance,
    reportedAt: row.reportedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    clock: run ? clockView(def, run, now, math) : null,
    // a limit that has just run out is overdue before the next sweep says so
    overdue: row.overdue || (row.open && isPastDue(row, now)),
    supervised: row.supervised,
    cover: row.cover === null ? null : `/api/attachments/${row.cover}/thumb`,
  }
}

/** A page's cursor: opaque to clients, checked on the way back. */
export const encodeCursor = (at: string, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url')

const INSTANT = /^(infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?)$/

export const decodeCursor = (cursor: string | undefined): { at: string; id: string } | undefined => {
  if (cursor === undefined) return undefined
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string]
    if (INSTANT.test(at) && isUuid(id)) return { at, id }
  } catch {}
  throw new AppError('INVALID_INPUT', { errors: [{ path: 'cursor', message: '翻页标记无效' }] })
}
