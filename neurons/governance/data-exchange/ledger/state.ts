/** A department states a need, or finds data wrong. */
import { openCaseNow } from '@haihe/business/cases/open'
import { type Actor, AppError, type CorrectionInput, type NeedInput, ROLE_PERMISSIONS, withinRegion } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import { CORRECTION_KIND } from '../case-types/categories.ts'
import { CORRECTION } from '../case-types/correction.ts'
import { NEED } from '../case-types/need.ts'
import { factsOf, flagsOf, kindOf } from './facts.ts'
import type { Ledger } from './services.ts'
import { wordsOf } from './words.ts'

const PERMISSION = 'ledger.state'
const NOWHERE = { lon: 0, lat: 0, crs: 'EPSG:4490' as const, address: '' }

/** The unit in whose name the actor speaks, and where it sits. */
const speakerOf = (ledger: Ledger, actor: Actor, named: string | undefined): { asker: string; region: string } => {
  const grants = actor.grants.filter((grant) => grant.unit !== null && ROLE_PERMISSIONS[grant.role].includes(PERMISSION))
  const grant = named === undefined ? grants[0] : grants.find((each) => each.unit === named)
  if (!grant?.unit) throw new AppError('FORBIDDEN', { detail: '只能以所在单位的名义提出' })
  // a right over the whole city does not make a district's unit the city's
  const own = ledger.engine.ports.units.find(grant.unit)?.region
  return { asker: grant.unit, region: own !== undefined && withinRegion(own, grant.region) ? own : grant.region }
}

const missing = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })

export const stateNeed = async (ledger: Ledger, actor: Actor, input: NeedInput, traceId?: string): Promise<string> => {
  const { title, description, resource: named, unit, clientKey, provenance, ...need } = input
  const { asker, region } = speakerOf(ledger, actor, unit)
  const resource = named === null ? undefined : await ledger.catalogue.find(named)
  if (named !== null && (!resource || resource.state === 'withdrawn')) throw missing('resource', '目录中没有这个资源')
  const known = new Set(resource?.fields.map((field) => field.name))
  const strange = need.fields.findIndex(({ field }) => field !== null && !known.has(field))
  if (strange >= 0) throw missing(`fields.${strange}.field`, resource ? '目录中没有这个字段' : '未指定资源，不能引用目录字段')
  if (need.owner !== null && !ledger.engine.ports.units.find(need.owner)) throw missing('owner', '单位不存在')
  if (need.region !== null && !ledger.engine.ports.regions.has(need.region)) throw missing('region', '区划不存在')
  const facts = await inTransaction(ledger.ctx.db, (trx) => factsOf(trx, resource))
  return openCaseNow(ledger.engine, {
    actor,
    source: 'statement',
    permission: PERMISSION,
    asker,
    region,
    data: { need },
    known: {
      flags: flagsOf(facts),
      ...(resource ? { unit: resource.owner, links: { resource: resource.id } } : {}),
    },
    ...(traceId ? { traceId } : {}),
    report: {
      type: NEED,
      category: kindOf(facts),
      title,
      description: wordsOf(need, description, resource, ledger.engine.ports.regions.name),
      place: NOWHERE,
      attachments: [],
      urgency: 'normal',
      ...(clientKey === undefined ? {} : { clientKey }),
      ...(provenance === undefined ? {} : { provenance }),
    },
  })
}

export const stateCorrection = async (
  ledger: Ledger,
  actor: Actor,
  input: CorrectionInput,
  traceId?: string,
): Promise<string> => {
  const { resource: id, unit, clientKey, provenance, ...wrong } = input
  const { asker, region } = speakerOf(ledger, actor, unit)
  const resource = await ledger.catalogue.find(id)
  if (!resource || resource.state === 'withdrawn' || resource.version === 0) throw missing('resource', '目录中没有这个资源')
  if (wrong.field !== null && !resource.fields.some((field) => field.name === wrong.field))
    throw missing('field', '目录中没有这个字段')
  return openCaseNow(ledger.engine, {
    actor,
    source: 'statement',
    permission: PERMISSION,
    asker,
    region,
    data: { correction: { ...wrong, resource: resource.id, code: resource.code } },
    known: { unit: resource.owner, links: { resource: resource.id } },
    ...(traceId ? { traceId } : {}),
    report: {
      type: CORRECTION,
      category: CORRECTION_KIND,
      title: `核错：${resource.title}`.slice(0, 60),
      description: wrong.wrong,
      place: NOWHERE,
      attachments: [],
      urgency: 'normal',
      ...(clientKey === undefined ? {} : { clientKey }),
      ...(provenance === undefined ? {} : { provenance }),
    },
  })
}
