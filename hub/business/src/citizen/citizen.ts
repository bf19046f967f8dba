/** What the one who reported may do: report, follow, join, appraise. */
import { type Actor, AppError, type AppraiseInput, type CitizenReport, type SimilarReport, stateOf } from '@haihe/contract'
import { inBounds } from '@haihe/kernel'
import { actNow, amend, subjectOf } from '../cases/act.ts'
import { districtOfId } from '../cases/case-id.ts'
import { type CaseRow, findCase, readLog } from '../cases/case-store.ts'
import { photosOf } from '../cases/detail.ts'
import { builtIn } from '../cases/draft.ts'
import { type Engine, SYSTEM } from '../cases/engine.ts'
import { categoryTitle, decodeCursor, encodeCursor } from '../cases/summary.ts'
import { waiting } from '../executor.ts'
import { insertFollower, isFollower, listOwn, openNear } from './citizen-store.ts'
import { reportView } from './report-view.ts'

/** How near a report of the same kind counts as the same thing. */
const NEAR_METRES = 200
const MOST_SIMILAR = 5

type Relation = 'own' | 'joined'

/** The case, if it is the actor's own or they joined it; for everybody else it does not exist. */
const getOwn = async (engine: Engine, actor: Actor, id: string): Promise<{ row: CaseRow; relation: Relation }> => {
  const row = await findCase(engine.writer.pool, districtOfId(id), id)
  if (row?.reporter === actor.id) return { row, relation: 'own' }
  if (row && (await isFollower(engine.writer.pool, row.district, row.id, actor.id))) return { row, relation: 'joined' }
  throw new AppError('NOT_FOUND')
}

export const ownReport = async (engine: Engine, actor: Actor, id: string): Promise<CitizenReport> => {
  const { row, relation } = await getOwn(engine, actor, id)
  const log = await readLog(engine.writer.pool, row.district, row.id)
  return reportView(engine, row, relation, log, await photosOf(engine, log))
}

export const ownReports = async (engine: Engine, actor: Actor, query: { cursor?: string; limit: number }) => {
  const rows = await listOwn(engine.writer.pool, actor.id, decodeCursor(query.cursor), query.limit + 1)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => reportView(engine, row, row.joined ? 'joined' : 'own')),
    next: rows.length > query.limit && last ? encodeCursor(last.key, last.id) : null,
    total: null,
  }
}

/** The appraisal is an action like any other: the same guards, the same log. */
export const appraise = async (
  engine: Engine,
  actor: Actor,
  id: string,
  input: AppraiseInput,
  traceId?: string,
): Promise<CitizenReport> => {
  const { row, relation } = await getOwn(engine, actor, id)
  if (relation !== 'own') throw new AppError('FORBIDDEN', { detail: '只有反映人可以评价' })
  const def = engine.registry.pinned(row.type, row.version)
  const action = def.actions.find((each) => each.permission === 'case.own' && each.effects.some((one) => one.do === 'appraise'))
  if (!action) throw new AppError('CASE_ACTION_NOT_ALLOWED')
  await actNow(engine, {
    actor,
    id,
    input: { action: action.id, expectedSeq: row.seq, data: { ...input }, note: '', attachments: [] },
    find: async () => (await getOwn(engine, actor, id)).row,
    ...(traceId ? { traceId } : {}),
  })
  return ownReport(engine, actor, id)
}

const METRES_PER_DEGREE = 111_320

const distance = (aLon: number, aLat: number, bLon: number, bLat: number): number => {
  const scale = Math.cos((aLat * Math.PI) / 180)
  return Math.hypot((aLon - bLon) * scale, aLat - bLat) * METRES_PER_DEGREE
}

interface Near {
  type: string
  category: string
  lon: number
  lat: number
}

/** Open cases of the same category nearby: no words, no photos, no names of anybody. */
export const similarReports = async (engine: Engine, actor: Actor, near: Near): Promise<SimilarReport[]> => {
  if (!inBounds(engine.ctx.city, near.lon, near.lat)) throw new AppError('OUTSIDE_CITY')
  const north = NEAR_METRES / METRES_PER_DEGREE
  const east = north / Math.cos((near.lat * Math.PI) / 180)
  const box = { west: near.lon - east, east: near.lon + east, south: near.lat - north, north: near.lat + north }
  const rows = await openNear(engine.writer.pool, { ...near, ...box, account: actor.id }, 100)
  return rows
    .filter((row) => row.fold.public)
    .map((row) => {
      const { citizen } = stateOf(engine.registry.pinned(row.type, row.version), row.state)
      return {
        id: row.id,
        category: row.category,
        categoryTitle: categoryTitle(engine.registry.categories(row.type), row.category),
        distance: Math.round(distance(near.lon, near.lat, row.lon!, row.lat!)),
        status: citizen.text,
        step: citizen.step,
        reportedAt: row.reportedAt.toISOString(),
        joined: row.fold.counters.joined ?? 0,
        mine: row.reporter === actor.id || row.joinedByMe,
      }
    })
    .filter((one) => one.distance <= NEAR_METRES)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_SIMILAR)
}

/** Joins the report of somebody else. Joining twice, or one's own, changes nothing. */
export const joinReport = async (engine: Engine, actor: Actor, id: string): Promise<CitizenReport> => {
  const row = await findCase(engine.writer.pool, districtOfId(id), id)
  if (!row?.open || !row.fold.public) throw new AppError('NOT_FOUND')
  const known = row.reporter === actor.id || (await isFollower(engine.writer.pool, row.district, row.id, actor.id))
  if (!known) {
    const at = engine.ctx.now()
    const act = { action: 'join', actor: SYSTEM, data: {}, note: '', attachments: [], at }
    await amend(
      engine,
      id,
      (draft) => (stateOf(draft.def, draft.state.state).terminal ? null : builtIn(draft, act)),
      (connection) => [
        waiting(async () => {
          const { district } = subjectOf(row)
          if (!(await insertFollower(connection, { district, id, account: actor.id, at }))) throw new AppError('ALREADY_EXISTS')
        }),
      ],
    ).catch((error: unknown) => {
      // two taps on one button: the first one counted
      if (!(error instanceof AppError) || error.code !== 'ALREADY_EXISTS') throw error
    })
  }
  return ownReport(engine, actor, id)
}
