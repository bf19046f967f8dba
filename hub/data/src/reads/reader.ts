/** The only way to rows: decides, compiles the decision into the query, shows, and records the read with its subjects. */
import { createHmac } from 'node:crypto'
import {
  AppError,
  DAY,
  type DataGrant,
  type Decision,
  type Resource,
  readingUnits,
  shownFields,
  wholeFields,
} from '@haihe/contract'
import { type Ctx, inTransaction, localDate, type Outbox, type Trx } from '@haihe/kernel'
import type { Keys } from '@haihe/kernel/identity/secrets'
import type { Grants, Held, PlatformEvents, Policy, Reader, ReadLog, ReadRequest } from '../platform/ports.ts'
import { markUsed, takeCall } from '../policy/grant-store.ts'
import { compileConditions } from './conditions.ts'
import { createCursors } from './cursor.ts'
import * as store from './rows-store.ts'

interface ReaderServices {
  ctx: Pick<Ctx, 'db' | 'pool' | 'now'>
  keys: Pick<Keys, 'seal' | 'open' | 'derive'>
  policy: Policy
  grants: Pick<Grants, 'find'>
  held: Held
  log: ReadLog
  outbox: Pick<Outbox, 'publish'>
}

/** A read that was decided: what to select, and how to show it. */
export interface Opened {
  decision: Decision
  plan: store.RowPlan
  grant: DataGrant | undefined
  /** fields of the answer, in the order of the resource */
  fields: string[]
}

type Asked = Omit<ReadRequest, 'limit' | 'cursor'>

export interface ReaderRoom extends Reader {
  /** decides and plans; throws PURPOSE_REQUIRED, DATA_DENIED, FILTER_NOT_ALLOWED, QUOTA_EXCEEDED */
  open: (request: Asked) => Promise<Opened>
  /** records a read that begins; subjects may be added with the log's extend */
  begin: (request: Asked, opened: Opened, rows: number, subjects: readonly string[]) => Promise<number>
  /** a row as the decision shows it */
  shown: (request: Asked, opened: Opened, row: store.HeldRow) => Record<string, unknown>
}

const CHUNK = 1000
export const MOST_ROWS = 1000
/** The city's day (UTC+8) ends at 16:00 UTC. */
const secondsLeft = (now: Date): number => Math.ceil((DAY - ((now.getTime() + 8 * 3_600_000) % DAY)) / 1000)

const refuse = (decision: Decision, names: readonly string[]): AppError => {
  const reasons = Object.fromEntries(names.map((name) => [name, decision.fields[name]?.reason ?? 'field-not-granted']))
  const asked = Object.values(reasons).includes('protected-without-purpose')
  return new AppError(asked ? 'PURPOSE_REQUIRED' : 'DATA_DENIED', { fields: reasons })
}

const text = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

export const createReader = (services: ReaderServices): ReaderRoom => {
  const { ctx, keys, policy, grants, held, log, outbox } = services
  const cursors = createCursors(keys)
  const shuffling = keys.derive('row-order')
  const used = new Set<string>()

  const select = (request: Asked, decision: Decision): string[] => {
    const { resource, fields: wanted } = request
    const visible = new Set(shownFields(decision))
    const names = resource.fields.map(({ name }) => name).filter((name) => wanted === null || wanted.includes(name))
    const refused = wanted === null ? [] : wanted.filter((name) => !visible.has(name))
    if (refused.length > 0) throw refuse(decision, refused)
    const shown = names.filter((name) => visible.has(name))
    if (shown.length === 0) throw refuse(decision, names)
    return shown
  }

  const takeQuota = async (request: Asked, grant: DataGrant | undefined): Promise<void> => {
    if (!grant || grant.quota === null || (request.way !== 'api' && request.way !== 'screen')) return
    const now = ctx.now()
    if (!(await takeCall(ctx.db, grant.id, localDate(now), grant.quota)))
      throw new AppError('QUOTA_EXCEEDED', { quota: grant.quota, retryAfter: secondsLeft(now) })
  }

  const open = async (request: Asked): Promise<Opened> => {
    const { actor, resource, reason, way } = request
    if (resource.kind !== 'table')
      throw new AppError('CONFLICT', { detail: '该资源不是中枢保管的表，请通过它的服务接口读取', kind: resource.kind })
    const decision = await policy.decide({ actor, resource, reason, way, at: ctx.now(), grant: request.grant ?? null })
    const fields = select(request, decision)
    const allowed = policy.predicate(decision, 1)
    const asked = compileConditions(request.where, resource, decision, allowed.values.length + 1)
    const whole = new Set(wholeFields(decision))
    const domain = decision.grant ?? decision.subject ?? readingUnits(actor)[0] ?? 'public'
    const grant = decision.grant === null ? undefined : await grants.find(decision.grant)
    await takeQuota(request, grant)
    await held.ensure(resource)
    // what is hidden whole is not even loaded
    const loaded = fields.filter((name) => decision.fields[name]?.mask !== 'hide')
    return {
      decision,
      grant,
      fields,
      plan: {
        table: held.table(resource),
        fields: store.fieldsNamed(resource, loaded),
        where: `${allowed.sql} AND ${asked.sql}`,
        values: [...allowed.values, ...asked.values],
        shuffle: resource.keys.every((name) => whole.has(name))
          ? null
          : createHmac('sha256', shuffling).update(`${resource.id}\0${domain}`).digest('hex'),
      },
    }
  }

  const publishUse = async (trx: Trx, grant: DataGrant, resource: Resource): Promise<void> => {
    if (!(await markUsed(trx, grant.id, ctx.now()))) return
    const payload: PlatformEvents['grant.used'] = { grant: grant.id, resource: resource.id, grantee: grant.grantee }
    await outbox.publish(trx, [{ topic: 'grant.used', key: `grant:${grant.id}`, region: resource.region, payload }])
  }

  const begin: ReaderRoom['begin'] = async (request, { decision, grant, fields }, rows, subjects) => {
    const { actor, resource, reason, way } = request
    const units = readingUnits(actor)
    const unit = grant?.grantee ?? (units.includes(resource.owner) ? resource.owner : (units[0] ?? null))
    const read = await inTransaction(ctx.db, async (trx) => {
      if (grant && !used.has(grant.id)) await publishUse(trx, grant, resource)
      return log.record(trx, {
        actor: actor.id,
        actorName: actor.name,
        unit,
        resource: resource.id,
        fields,
        masked: fields.filter((name) => decision.fields[name]?.effect === 'mask'),
        purpose: reason?.purpose ?? null,
        basis: reason?.basis ?? null,
        way,
        grant: grant?.id ?? null,
        at: ctx.now(),
        rows,
        subjects,
      })
    })
    if (grant) used.add(grant.id)
    return read
  }

  const shown: ReaderRoom['shown'] = ({ resource, reason, keepSubject }, { decision, fields }, row) => {
    const seen = policy.show(decision, resource, row, reason?.purpose ?? null)
    const out = Object.fromEntries(fields.map((name) => [name, text(seen[name] ?? null)]))
    return keepSubject ? { ...out, _subject: row._subject } : out
  }

  const subjectsOf = (found: readonly store.HeldRow[]): string[] => [
    ...new Set(found.flatMap(({ _subject }) => (_subject === null ? [] : [_subject]))),
  ]

  return {
    open,
    begin,
    shown,
    async read(request) {
      const { actor, resource, where, reason, way, limit, cursor } = request
      const opened = await open(request)
      const bound = [actor.id, resource.id, where, reason?.purpose ?? null, way, opened.grant?.id ?? null, opened.plan.shuffle]
      const after = cursor === null ? null : cursors.read(bound, cursor)
      const most = Math.min(limit, MOST_ROWS)
      const found = await store.pageRows(ctx.pool, opened.plan, after, most + 1)
      const page = found.slice(0, most)
      const read = await begin(request, opened, page.length, subjectsOf(page))
      const last = found.length > most ? page.at(-1) : undefined
      return {
        rows: page.map((row) => shown(request, opened, row)),
        next: last ? cursors.write(bound, last._order) : null,
        decision: opened.decision,
        read,
      }
    },
    async *stream(request) {
      const opened = await open(request)
      const read = await begin(request, opened, 0, [])
      let rows = 0
      for await (const chunk of store.streamRows(ctx.pool, opened.plan, CHUNK)) {
        // on record before anybody has them
        await log.extend(ctx.db, read, chunk.length, subjectsOf(chunk))
        rows += chunk.length
        yield chunk.map((row) => shown(request, opened, row))
      }
      return { read, rows }
    },
  }
}
