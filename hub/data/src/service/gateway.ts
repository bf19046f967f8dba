/**
 * The hub as the gateway to services of bureaus: one decision like for every read; the answer is narrowed to the rows and
 * masked to the fields of the grant before anybody has it, and the read is on record with whom it was about.
 */
import { AppError, type Decision, type ReadReason, type Resource, type ServiceParameter, withinRegion } from '@haihe/contract'
import { type Ctx, localDate } from '@haihe/kernel'
import type { Keys } from '@haihe/kernel/identity/secrets'
import type { Outbound } from '../context/net/outbound.ts'
import type { ReadRequest, SubjectKey } from '../platform/ports.ts'
import type { ReaderRoom } from '../reads/reader.ts'
import type { Breaker } from './breaker.ts'
import * as store from './service-store.ts'
import { askUpstream, Fault, requestOf, type Values, valuesOf } from './upstream.ts'

export interface GatewayServices {
  ctx: Pick<Ctx, 'db' | 'now' | 'log'>
  keys: Pick<Keys, 'seal' | 'open'>
  reader: ReaderRoom
  subjectKey: SubjectKey
  outbound: Pick<Outbound, 'send'>
  breaker: Breaker
}

export interface ServiceCall {
  actor: ReadRequest['actor']
  resource: Resource
  reason: ReadReason | null
  way: 'api' | 'screen'
  fields: readonly string[] | null
  grant: string | null
  parameters: Readonly<Record<string, unknown>>
}

export const sealedFor = (resource: string): string => `service:${resource}`

export const secretsOf = (keys: Pick<Keys, 'open'>, { resource, sealed }: Pick<store.ServiceRow, 'resource' | 'sealed'>) =>
  sealed === null ? {} : (JSON.parse(keys.open(sealedFor(resource), sealed)) as Record<string, string>)

const textOf = (value: unknown): string | null => (typeof value === 'string' || typeof value === 'number' ? String(value) : null)

export const createGateway = ({ ctx, keys, reader, subjectKey, outbound, breaker }: GatewayServices) => {
  const subjectOf = ({ subject }: Resource, row: Record<string, unknown>): string | null => {
    const number = subject ? textOf(row[subject.field]) : null
    return subject && number ? subjectKey(subject.kind, number) : null
  }

  /** A parameter selects by a field: who does not see it whole would learn it from the answer. Throws FILTER_NOT_ALLOWED. */
  const assertAsked = (resource: Resource, decision: Decision, parameters: readonly ServiceParameter[], values: Values): void => {
    for (const { name, field } of parameters) {
      const value = values.get(name)
      if (field === null || value === undefined || decision.fields[field]?.effect === 'allow') continue
      const { subject } = resource
      // the own number tells nothing to who proved it
      const isOwn =
        decision.subject !== null && subject?.field === field && subjectKey(subject.kind, String(value)) === decision.subject
      if (!isOwn) throw new AppError('FILTER_NOT_ALLOWED', { field, parameter: name })
    }
  }

  /** Rows that the decision reaches: of its regions, and about its subject. */
  const isShown = (resource: Resource, decision: Decision, row: Record<string, unknown>, subject: string | null): boolean => {
    const { regions } = decision
    if (decision.subject !== null && subject !== decision.subject) return false
    if (regions === null) return true
    const region = resource.regionField === null ? resource.region : textOf(row[resource.regionField])
    return region !== null && regions.some((one) => withinRegion(region, one))
  }

  const exchange = async (row: store.ServiceRow, resource: Resource, values: Values) => {
    const began = performance.now()
    let fault: Fault | undefined
    try {
      return {
        found: await askUpstream(outbound, row.settings, requestOf(row.settings, secretsOf(keys, row), values), resource),
        took: Math.round(performance.now() - began),
      }
    } catch (error) {
      fault = error instanceof Fault ? error : new Fault(new AppError('INTERNAL'), false)
      if (!(error instanceof Fault)) ctx.log.error({ err: error, resource: resource.id }, 'a service could not be called')
      throw fault.app
    } finally {
      const now = ctx.now()
      breaker.note(resource.id, fault === undefined || !fault.isDown, now.getTime())
      const took = Math.round(performance.now() - began)
      const counted = { resource: resource.id, day: localDate(now), failed: fault !== undefined, took }
      await store.countCall(ctx.db, counted).catch((error) => ctx.log.warn({ err: error }, 'a call of a service was not counted'))
    }
  }

  return {
    /** Throws what `reader.decide` throws, INVALID_INPUT, FILTER_NOT_ALLOWED, QUOTA_EXCEEDED, SERVICE_DOWN, _TIMEOUT, _FAILED. */
    async call({ actor, resource, reason, way, fields, grant: named, parameters }: ServiceCall) {
      if (resource.kind !== 'service')
        throw new AppError('CONFLICT', { detail: '该资源不是服务接口，请按行读取', kind: resource.kind })
      const request = { actor, resource, reason, way, fields, where: [], grant: named }
      const opened = await reader.decide(request)
      const row = await store.findService(ctx.db, resource.id)
      if (!row?.enabled) throw new AppError('CONFLICT', { detail: '该服务尚未接入中枢，请联系数源单位' })
      const values = valuesOf(row.settings, parameters)
      assertAsked(resource, opened.decision, row.settings.parameters, values)
      const now = ctx.now().getTime()
      const pass = breaker.pass(resource.id, now)
      if (!pass.ok) throw new AppError('SERVICE_DOWN', { retryAfter: Math.max(1, Math.ceil((pass.retryAt - now) / 1000)) })
      // what cannot go out costs no call
      try {
        await reader.takeQuota(way, opened.grant)
      } catch (error) {
        breaker.release(resource.id)
        throw error
      }
      const { found, took } = await exchange(row, resource, values)
      const seen = found
        .map((one) => ({ one, subject: subjectOf(resource, one) }))
        .filter(({ one, subject }) => isShown(resource, opened.decision, one, subject))
      const subjects = [...new Set(seen.flatMap(({ subject }) => subject ?? []))]
      const read = await reader.begin(request, opened, seen.length, subjects)
      return { rows: seen.map(({ one }) => reader.shown(request, opened, one)), decision: opened.decision, read, took }
    },
    /** the hub calls it: use is known and need not be declared */
    isServed: async (resource: string): Promise<boolean> => (await store.findService(ctx.db, resource))?.enabled ?? false,
  }
}

export type Gateway = ReturnType<typeof createGateway>
