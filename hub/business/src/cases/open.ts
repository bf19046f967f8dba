/** Opening a case: by a person, by another system, or by an alert. */
import {
  type Actor,
  AppError,
  type CaseEntry,
  type Opening as CaseOpening,
  type CaseReport,
  type CaseTypeDef,
  mayIn,
  type Permission,
  ROLE_PERMISSIONS,
  type SourceDef,
  weakestProvenance,
  withinRegion,
} from '@haihe/contract'
import { inBounds, type Trx } from '@haihe/kernel'
import type pg from 'pg'
import { type Step, waiting } from '../executor.ts'
import type { RequestKey } from './batch-store.ts'
import { districtOf, newCaseId } from './case-id.ts'
import { type Fixed, findKey, takeKey } from './case-store.ts'
import { announce, canGroup, openingSteps, type Subject } from './commit.ts'
import { type Draft, followUp, openDraft } from './draft.ts'
import { type Engine, SYSTEM } from './engine.ts'
import { insertPerson } from './person-store.ts'
import { retrying } from './retry.ts'
import { termsOf } from './terms.ts'
import { localDate } from './time.ts'
import { firstUnit, streetOf } from './units.ts'

export interface Opening {
  actor: Actor
  report: CaseReport
  /** decided by the caller's role unless the system opens the case */
  source?: string
  alertId?: string
  /** kept with the case: what an alert measured, a number of another system */
  data?: CaseEntry['data']
  provenance?: Subject['provenance']
  /** where it is when the reporter gives a region and no point */
  region?: string
  /** the right a person needs; `case.report` unless told */
  permission?: Permission
  /** unit for which a person reports; the first of theirs unless told */
  asker?: string
  /** account that the system opens the case for */
  reporter?: string
  /** known from the start: responsible unit, what the case is about, facts */
  known?: Pick<CaseOpening, 'unit' | 'links' | 'flags'>
  traceId?: string
}

export interface Prepared {
  draft: Draft
  fixed: Fixed
  subject: Subject
  steps: (connection: Trx | pg.ClientBase) => Step[]
}

/** The source a report of this actor carries: the first of the type whose roles they hold here. */
const sourceOf = (def: CaseTypeDef, actor: Actor, region: string): SourceDef => {
  const roles = actor.grants.filter((grant) => withinRegion(region, grant.region)).map((grant) => grant.role)
  const found = def.sources.find((source) => source.roles.some((role) => roles.includes(role)))
  if (!found) throw new AppError('FORBIDDEN', { detail: '您的岗位不能上报此类事项' })
  return found
}

const unitOf = (actor: Actor, permission: Permission, region: string): string | null =>
  actor.grants.find((grant) => ROLE_PERMISSIONS[grant.role].includes(permission) && withinRegion(region, grant.region))?.unit ??
  null

const regionOf = (engine: Engine, opening: Opening): string => {
  if (opening.region !== undefined) {
    if (!engine.ports.regions.has(opening.region)) throw new AppError('UNKNOWN_REGION', { region: opening.region })
    return opening.region
  }
  const { lon, lat } = opening.report.place
  const found = inBounds(engine.ctx.city, lon, lat) ? engine.ports.regions.locate(lon, lat) : undefined
  if (found === undefined) throw new AppError('OUTSIDE_CITY', { lon, lat })
  return found
}

/** The least real of what the report, its source and the caller say: a twin cannot pass for the city. */
const provenanceOf = (engine: Engine, { actor, provenance, report }: Opening): Subject['provenance'] => {
  const source = actor.source === undefined ? undefined : engine.ports.provenanceOf?.(actor.source)
  return weakestProvenance([provenance, report.provenance, source].filter((each) => each !== undefined))
}

const caseNumber = (def: CaseTypeDef, at: Date, n: number): string =>
  `${def.numberPrefix}${localDate(at).replaceAll('-', '')}-${String(n).padStart(7, '0')}`

/** Checks the report and folds its first entries. Throws UNKNOWN_CATEGORY, OUTSIDE_CITY, OUT_OF_SCOPE, INVALID_INPUT. */
export const prepareOpening = async (engine: Engine, opening: Opening): Promise<Prepared> => {
  const { report, actor } = opening
  const def = engine.registry.current(report.type)
  const category = engine.registry.categories(def.id).get(report.category)
  if (!category?.leaf) throw new AppError('UNKNOWN_CATEGORY', { category: report.category })
  const region = regionOf(engine, opening)
  const system = actor.kind === 'system'
  if (!system && !mayIn(actor, opening.permission ?? 'case.report', region)) throw new AppError('OUT_OF_SCOPE')
  const named = system || opening.source !== undefined
  const source = named ? def.sources.find((each) => each.id === opening.source) : sourceOf(def, actor, region)
  if (!source) throw new AppError('INVALID_INPUT', { detail: '此类事项没有这种来源' })
  const photos = def.photos[source.id] ?? 0
  if (report.attachments.length < photos)
    throw new AppError('INVALID_INPUT', { errors: [{ path: 'attachments', message: `请至少上传 ${photos} 张现状照片` }] })
  const at = engine.ctx.now()
  const draft = draftOf(engine, opening, def, { region, source, at, urgency: urgencyOf(report.urgency, category.urgency) })
  const id = newCaseId(region, at)
  const caseNo = caseNumber(def, at, await engine.number())
  const subject: Subject = {
    district: districtOf(region),
    id,
    caseNo,
    provenance: provenanceOf(engine, opening),
  }
  const fixed = fixedOf(opening, draft, subject)
  return { draft, fixed, subject, steps: (connection) => stepsOf(engine, connection, opening, { draft, fixed, subject }) }
}

const RANK = { normal: 0, urgent: 1, critical: 2 } as const
/** A category that is dangerous by nature cannot be reported as harmless. */
const urgencyOf = <T extends keyof typeof RANK>(given: T, least: T): T => (RANK[given] >= RANK[least] ? given : least)

const draftOf = (
  engine: Engine,
  opening: Opening,
  def: CaseTypeDef,
  found: { region: string; source: SourceDef; at: Date; urgency: CaseReport['urgency'] },
): Draft => {
  const { report, actor } = opening
  const { region, source, at } = found
  const reported = openDraft(
    engine,
    def,
    {
      type: def.id,
      version: def.version,
      category: report.category,
      region,
      urgency: found.urgency,
      source: source.id,
      reporter: opening.reporter ?? (actor.kind === 'system' ? null : actor.id),
      desk: firstUnit(engine.find, def.desk, region),
      alertId: opening.alertId ?? null,
      ...opening.known,
    },
    { action: 'report', actor, data: {}, note: '', attachments: report.attachments, at },
    opening.asker ?? unitOf(actor, opening.permission ?? 'case.report', region),
  )
  return followUp(engine, reported, source.follow, SYSTEM, at)
}

const fixedOf = (opening: Opening, draft: Draft, subject: Subject): Fixed => {
  const { report } = opening
  const { state } = draft
  const placed = opening.region === undefined || opening.report.place.lon !== 0 || opening.report.place.lat !== 0
  return {
    district: subject.district,
    id: subject.id,
    caseNo: subject.caseNo,
    type: state.type,
    version: state.version,
    category: state.category,
    title: report.title,
    description: report.description,
    data: opening.data ?? {},
    urgency: state.urgency,
    region: state.region,
    street: streetOf(state.region),
    address: report.place.address,
    lon: placed ? report.place.lon : null,
    lat: placed ? report.place.lat : null,
    source: state.source,
    provenance: subject.provenance,
    reporter: state.reporter,
    alertId: state.alertId,
    desk: state.desk,
    reportedAt: state.openedAt,
    cover: report.attachments[0] ?? null,
    terms: termsOf([report.title, report.place.address, subject.caseNo]),
  }
}

const keyOf = ({ actor }: Opening, key: string, { draft, subject }: Pick<Prepared, 'draft' | 'subject'>): RequestKey => ({
  actor: actor.id,
  key,
  caseId: subject.id,
  seq: 1,
  at: new Date(draft.state.openedAt),
})

const stepsOf = (
  engine: Engine,
  connection: Trx | pg.ClientBase,
  opening: Opening,
  { draft, fixed, subject }: Pick<Prepared, 'draft' | 'fixed' | 'subject'>,
): Step[] => {
  const { report, actor } = opening
  const steps = openingSteps(engine, connection, draft, fixed, subject, opening.traceId)
  const { contact, clientKey } = report
  if (contact && (contact.name !== '' || contact.phone !== ''))
    steps.push(() => insertPerson(connection, subject.district, subject.id, contact))
  if (report.attachments.length > 0)
    steps.push(
      waiting(() =>
        engine.attachments.claim(connection, report.attachments, {
          owner: actor.id,
          subject: `case:${subject.id}`,
          stage: 'before',
        }),
      ),
    )
  if (clientKey !== undefined)
    steps.push(
      waiting(async () => {
        if (!(await takeKey(connection, keyOf(opening, clientKey, { draft, subject })))) throw new AppError('ALREADY_EXISTS')
      }),
    )
  return steps
}

/** Photos and links are written one by one; everything else goes with what arrives at the same time. */
const write = async (engine: Engine, opening: Opening, prepared: Prepared): Promise<void> => {
  const { draft, fixed, subject } = prepared
  const { attachments, contact: person, clientKey } = opening.report
  const alone = (): Promise<void> => engine.writer.transact(prepared.steps)
  if (attachments.length > 0 || !canGroup(draft)) return alone()
  const named = person && (person.name !== '' || person.phone !== '')
  const key = clientKey !== undefined && keyOf(opening, clientKey, prepared)
  await engine.write({
    draft,
    subject,
    traceId: opening.traceId,
    opening: { fixed, ...(named ? { person } : {}) },
    ...(key ? { key } : {}),
    alone,
  })
}

/** Opens a case in its own transaction and tells the screens. A repeated client key gives the case of the first time. */
export const openCaseNow = async (engine: Engine, opening: Opening): Promise<string> => {
  const known = async (): Promise<string | undefined> =>
    opening.report.clientKey === undefined
      ? undefined
      : (await findKey(engine.writer.pool, opening.actor.id, opening.report.clientKey))?.caseId
  const before = await known()
  if (before !== undefined) return before
  try {
    const prepared = await prepareOpening(engine, opening)
    await retrying(() => write(engine, opening, prepared))
    announce(engine, prepared.draft, prepared.subject)
    return prepared.subject.id
  } catch (error) {
    // two submissions with one key at once: the other one won
    const won = error instanceof AppError && error.code === 'ALREADY_EXISTS' ? await known() : undefined
    if (won === undefined) throw error
    return won
  }
}
