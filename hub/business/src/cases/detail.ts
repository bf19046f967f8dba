/** One case with its log, its clocks and the buttons in front of this reader. */
import {
  type ActionView,
  type Actor,
  AppError,
  type AttachmentView,
  actionTitle,
  buttons,
  type CaseDetail,
  type CaseState,
  clockView,
  holds,
  stateOf,
} from '@haihe/contract'
import { attachmentView } from '@haihe/kernel/attachments/index'
import { getCase } from './act.ts'
import { districtOfId } from './case-id.ts'
import { type CaseRow, findCase, type LogRow, readLog } from './case-store.ts'
import type { Engine } from './engine.ts'
import { factsFor } from './facts.ts'
import { maskName, maskPhone } from './mask.ts'
import { findPerson } from './person-store.ts'
import { summaryOf } from './summary.ts'
import { unitName } from './units.ts'

/** Photos of the log by id, and in the order in which they were sent. */
export const photosOf = async (engine: Engine, log: readonly LogRow[]): Promise<Map<string, AttachmentView>> => {
  const found = await engine.attachments.find(log.flatMap((entry) => entry.attachments))
  return new Map(found.map((row) => [row.id, attachmentView(row)]))
}

const actionsOf = (engine: Engine, row: CaseRow, log: readonly LogRow[], photos: Map<string, AttachmentView>): ActionView[] => {
  const def = engine.registry.pinned(row.type, row.version)
  return log.map((entry) => ({
    seq: entry.seq,
    action: entry.action,
    title: actionTitle(def, entry.action),
    actor: entry.actorName,
    actorUnit: unitName(engine.ports.units, entry.actorUnit),
    at: entry.at.toISOString(),
    from: entry.from === null ? null : stateOf(def, entry.from).title,
    to: stateOf(def, entry.to).title,
    note: entry.note,
    data: entry.data,
    attachments: entry.attachments.map((id) => photos.get(id)).filter((photo) => photo !== undefined),
  }))
}

/** Who deals with the case may call: people of the desk or of the responsible unit, while it is open. */
const needsToCall = (actor: Actor, row: CaseRow, state: CaseState): boolean =>
  row.open &&
  holds(actor, 'case.act') &&
  actor.grants.some((grant) => grant.unit !== null && (grant.unit === row.desk || grant.unit === state.unit))

const reporterOf = async (engine: Engine, actor: Actor, row: CaseRow, traceId: string | undefined) => {
  const person = await findPerson(engine.writer.pool, row.district, row.id)
  if (!person) return null
  if (!needsToCall(actor, row, row.fold)) return { name: maskName(person.name), phone: maskPhone(person.phone), masked: true }
  await engine.ports.audit.record(engine.ctx.db, [
    {
      actor,
      action: 'case.read-person',
      subject: `case:${row.id}`,
      region: row.region,
      purpose: '办理事项需联系诉求人',
      basis: '承办单位、派遣单位在办期间',
      details: { caseNo: row.caseNo },
      ...(traceId ? { traceId } : {}),
    },
  ])
  return { ...person, masked: false }
}

export const detailOf = async (engine: Engine, actor: Actor, row: CaseRow, traceId?: string): Promise<CaseDetail> => {
  const { ports, registry, math, ctx } = engine
  const def = registry.pinned(row.type, row.version)
  const state = row.fold
  const now = ctx.now()
  const log = await readLog(engine.writer.pool, row.district, row.id)
  const photos = await photosOf(engine, log)
  const actions = actionsOf(engine, row, log, photos)
  return {
    summary: summaryOf(engine, row),
    description: row.description,
    data: row.data as CaseDetail['data'],
    seq: row.seq,
    clocks: state.clocks.map((run) => clockView(def, run, now, math)),
    actions,
    available: buttons(def, state, actor, factsFor(engine, def, state, now)),
    attachments: actions.flatMap((action) => action.attachments),
    alertId: state.alertId,
    coUnits: state.coUnits.map((each) => ({
      id: each.unit,
      name: unitName(ports.units, each.unit) ?? each.unit,
      as: each.as,
      arrived: each.arrivedAt !== null,
    })),
    routing: state.routing === null ? null : { rule: state.routing.rule, reason: state.routing.reason },
    reporter: await reporterOf(engine, actor, row, traceId),
    appraisal: state.appraisal,
    counters: state.counters,
    plannedFor: state.plannedFor,
    closing: registry.categories(row.type).get(row.category)?.closing ?? null,
  }
}

export const caseDetail = async (engine: Engine, actor: Actor, id: string, traceId?: string): Promise<CaseDetail> =>
  detailOf(engine, actor, await getCase(engine, actor, id), traceId)

/** The case as it stands after the actor's own act, also when that act has taken it out of their sight. */
export const ownDetail = async (engine: Engine, actor: Actor, id: string): Promise<CaseDetail> => {
  const row = await findCase(engine.writer.pool, districtOfId(id), id)
  if (!row) throw new AppError('NOT_FOUND')
  return detailOf(engine, actor, row)
}
