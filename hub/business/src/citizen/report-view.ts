/** A case as the one who reported it reads it: stages, plain sentences, no name of staff in full. */
import {
  type AttachmentView,
  actionOf,
  BUILT_IN,
  type CaseState,
  type CaseTypeDef,
  CITIZEN_STEPS,
  type CitizenReport,
  type CitizenStage,
  type CitizenStep,
  dueOf,
  stateOf,
  type Text,
} from '@haihe/contract'
import type { CaseRow, LogRow } from '../cases/case-store.ts'
import type { Engine } from '../cases/engine.ts'
import { factsFor } from '../cases/facts.ts'
import { maskName } from '../cases/mask.ts'
import { categoryTitle } from '../cases/summary.ts'
import { unitName } from '../cases/units.ts'

const STAGE_TITLES: Record<CitizenStep, Text> = {
  received: { zh: '已收到', en: 'Received' },
  filed: { zh: '已受理', en: 'Accepted' },
  assigned: { zh: '已派单', en: 'Assigned' },
  handling: { zh: '处理中', en: 'In progress' },
  checking: { zh: '核查中', en: 'Being checked' },
  appraise: { zh: '待评价', en: 'Your appraisal' },
  done: { zh: '已办结', en: 'Closed' },
  refused: { zh: '不予受理', en: 'Not accepted' },
}

/** Stages in order; those passed carry the time at which the case first came that far. */
const stagesOf = (def: CaseTypeDef, state: CaseState, log: readonly LogRow[]): CitizenStage[] => {
  const reached = new Map<CitizenStep, string>()
  for (const entry of log) {
    const { step } = stateOf(def, entry.to).citizen
    if (!reached.has(step)) reached.set(step, entry.at.toISOString())
  }
  const now = stateOf(def, state.state).citizen.step
  const steps: readonly CitizenStep[] = now === 'refused' ? ['received', 'refused'] : CITIZEN_STEPS
  const used = new Set(def.states.map((each) => each.citizen.step))
  const at = steps.indexOf(now)
  return steps
    .filter((step) => used.has(step))
    .map((step) => {
      const index = steps.indexOf(step)
      const over = index < at || (index === at && (now === 'done' || now === 'refused'))
      return {
        step,
        title: STAGE_TITLES[step],
        state: over ? 'done' : index === at ? 'current' : 'todo',
        at: index <= at ? (reached.get(step) ?? null) : null,
      }
    })
}

const sentenceOf = (def: CaseTypeDef, entry: LogRow): Text | undefined =>
  actionOf(def, entry.action)?.citizen ?? BUILT_IN[entry.action]?.citizen

const byOf = (engine: Engine, entry: LogRow): string | null => {
  if (entry.actorKind === 'system') return null
  const unit = unitName(engine.ports.units, entry.actorUnit)
  return unit === null ? null : `${unit} ${maskName(entry.actorName)}`
}

const handlingDue = (engine: Engine, def: CaseTypeDef, state: CaseState): string | null => {
  const { handleClock, totalClock } = def.measures
  const run =
    state.clocks.findLast((each) => each.clock === handleClock && each.stoppedAt === null) ??
    state.clocks.findLast((each) => each.clock === totalClock && each.stoppedAt === null)
  if (!run) return null
  try {
    return dueOf(run, engine.math)?.toISOString() ?? null
  } catch {
    return null
  }
}

/** The action by which the one who reported appraises, when they may now, and until when. */
const appraisalOf = (engine: Engine, def: CaseTypeDef, state: CaseState): { open: boolean; until: string | null } => {
  const action = def.actions.find((each) => each.permission === 'case.own' && each.effects.some((one) => one.do === 'appraise'))
  if (!action || state.appraisal) return { open: false, until: null }
  const facts = factsFor(engine, def, state, engine.ctx.now())
  const window = action.guards.map((guard) => guard.test).find((test) => test.if === 'inTime')
  const until = window?.if === 'inTime' ? facts.due(window.clock) : null
  const starts = action.from !== 'open' && action.from.includes(state.state)
  return { open: starts && (until === null || facts.now <= until), until: starts ? (until?.toISOString() ?? null) : null }
}

export const reportView = (
  engine: Engine,
  row: CaseRow,
  relation: 'own' | 'joined',
  log: readonly LogRow[] = [],
  photos: ReadonlyMap<string, AttachmentView> = new Map(),
): CitizenReport => {
  const def = engine.registry.pinned(row.type, row.version)
  const state = row.fold
  const { citizen } = stateOf(def, row.state)
  const title = categoryTitle(engine.registry.categories(row.type), row.category)
  const own = relation === 'own'
  const picture = (id: string): AttachmentView[] => (own && photos.has(id) ? [photos.get(id)!] : [])
  const appraisal = own ? appraisalOf(engine, def, state) : { open: false, until: null }
  return {
    id: row.id,
    caseNo: row.caseNo,
    type: row.type,
    title: own ? row.title : title.zh,
    description: own ? row.description : '',
    category: row.category,
    categoryTitle: title,
    status: citizen.text,
    step: citizen.step,
    open: row.open,
    place:
      row.lon === null || row.lat === null
        ? null
        : { lon: row.lon, lat: row.lat, crs: 'EPSG:4490', address: own ? row.address : '' },
    address: own ? row.address : '',
    regionName: engine.ports.regions.name(row.region),
    unitName: unitName(engine.ports.units, row.unit),
    reportedAt: row.reportedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    dueAt: row.open ? handlingDue(engine, def, state) : null,
    cover: own && row.cover !== null ? `/api/attachments/${row.cover}/thumb` : null,
    stages: stagesOf(def, state, log),
    progress: log.flatMap((entry) => {
      const text = sentenceOf(def, entry)
      if (!text) return []
      return [
        {
          at: entry.at.toISOString(),
          text,
          by: byOf(engine, entry),
          // what staff write to one another is not for the public; what they answer is
          note: own && entry.actorKind !== 'system' ? answerOf(def, entry) : '',
          attachments: entry.attachments.flatMap(picture),
        },
      ]
    }),
    attachments: log.flatMap((entry) => entry.attachments.flatMap(picture)),
    appraisal: own ? state.appraisal : null,
    canAppraise: appraisal.open,
    appraiseUntil: appraisal.until,
    relation,
    joined: state.counters.joined ?? 0,
  }
}

/** The field of the form that is written for the one who reported. */
const answerOf = (def: CaseTypeDef, entry: LogRow): string => {
  const field = actionOf(def, entry.action)?.form.find((each) => each.name === 'reply')
  const reply = field ? entry.data[field.name] : undefined
  return typeof reply === 'string' ? reply : ''
}
