/** The only way to rows: decides, compiles the decision into the query, shows, and records the read with its subjects. */
import { createHmac } from 'node:crypto'
import {
  AppError,
  DAY,
  type DataGrant,
  type Decision,
  type Resource,
  readingUnits,
  type ShownField,
  shownFields,
  wholeFields,
} from '@haihe/contract'
import { type Ctx, inTransaction, localDate, type Outbox, type Trx } from '@haihe/kernel'
import type { Keys } from '@haihe/kernel/identity/secrets'
import type { Grants, Held, PlatformEvents, Policy, Reader, ReadLog, ReadRequest, SubjectKey } from '../platform/ports.ts'
import { markUsed, takeCall } from '../policy/grant-store.ts'
import { noteShown } from '../policy/shown-store.ts'
import { compileConditions, matchConditions } from './conditions.ts'
import { createCursors } from './cursor.ts'
import { fieldsNamed, type HeldRow } from './rows-store.ts'
import { entityRows } from './sources/entities.ts'
import type { RowSource } from './sources/source.ts'
import { tableRows } from './sources/table.ts'

interface ReaderServices {
  ctx: Pick<Ctx, 'db' | 'pool' | 'now'>
  keys: Pick<Keys, 'seal' | 'open' | 'derive'>
  policy: Policy
  grants: Pick<Grants, 'find'>
  held: Held
  log: ReadLog
  outbox: Pick<Outbox, 'publish'>
  subjectKey: SubjectKey
}

/** A read that was decided: which rows, and how to show them. */
export interface Opened {
  decision: Decision
  rows: RowSource
  /** the order of the rows, where it is not that of their keys */
  shuffle: string | null
  grant: DataGrant | undefined
  /** fields of the answer, in the order of the resource */
  fields: string[]
}

export type Asked = Omit<ReadRequest, 'limit' | 'cursor'>

export interface ReaderRoom extends Reader {
  /** decides and plans; throws PURPOSE_REQUIRED, DATA_DENIED, FILTER_NOT_ALLOWED, QUOTA_EXCEEDED */
  open: (request: Asked) => Promise<Opened>
  /** records a read that begins; subjects may be added with the log's extend */
  begin: (
    request: Asked,
    opened: Pick<Opened, 'decision' | 'fields' | 'grant'>,
    rows: number,
    subjects: readonly string[],
  ) => Promise<number>
  /** a row as the decision shows it */
  shown: (request: Asked, opened: Pick<Opened, 'decision' | 'fields'>, row: Record<string, unknown>) => Record<string, unknown>
  /** the decision alone, with the fields of the answer; for rows that stand nowhere in the hub. Throws as `open` does */
  decide: (request: Asked) => Promise<Pick<Opened, 'decision' | 'fields' | 'grant'>>
  /** one call of the day's; throws QUOTA_EXCEEDED */
  takeQuota: (way: ReadRequest['way'], grant: DataGrant | undefined) => Promise<void>
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

const factKey = (unit: string | null, { resource, line, field, category, mask }: ShownField): string =>
  [unit, resource, line, field, category, mask].join(' ')

const text = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

export const createReader = (services: ReaderServices): ReaderRoom => {
  const { ctx, keys, policy, grants, held, log, outbox, subjectKey } = services
  const cursors = createCursors(keys)
  const shuffling = keys.derive('row-order')
  const used = new Set<string>()
  const noted = new Set<string>()

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

  const takeQuota = async (way: ReadRequest['way'], grant: DataGrant | undefined): Promise<void> => {
    if (!grant || grant.quota === null || (way !== 'api' && way !== 'screen')) return
    const now = ctx.now()
    if (!(await takeCall(ctx.db, grant.id, localDate(now), grant.quota)))
      throw new AppError('QUOTA_EXCEEDED', { quota: grant.quota, retryAfter: secondsLeft(now) })
  }

  const decide = async (request: Asked): Promise<Pick<Opened, 'decision' | 'fields' | 'grant'>> => {
    const { actor, resource, reason, way } = request
    const decision = await policy.decide({ actor, resource, reason, way, at: ctx.now(), grant: request.grant ?? null })
    const fields = select(request, decision)
    const grant = decision.grant === null ? undefined : await grants.find(decision.grant)
    return { decision, fields, grant }
  }

  const sourceOf = async (
    { resource, where, when = null }: Asked,
    decision: Decision,
    names: readonly string[],
    shuffle: string | null,
  ): Promise<RowSource> => {
    if (resource.kind === 'entities')
      return entityRows({
        pool: ctx.pool,
        now: ctx.now,
        subjectKey,
        resource,
        decision,
        names,
        matches: matchConditions(where, resource, decision),
        asked: where.map(({ field }) => field),
        shuffle,
        when,
      })
    const allowed = policy.predicate(decision, 1)
    const asked = compileConditions(where, resource, decision, allowed.values.length + 1)
    await held.ensure(resource)
    return tableRows(ctx.pool, resource, {
      table: held.table(resource),
      fields: fieldsNamed(resource, names),
      where: `${allowed.sql} AND ${asked.sql}`,
      values: [...allowed.values, ...asked.values],
      shuffle,
    })
  }

  const open = async (request: Asked): Promise<Opened> => {
    const { actor, resource, way } = request
    if (resource.kind === 'service')
      throw new AppError('CONFLICT', { detail: '该资源是服务接口，请以调用方式读取', kind: resource.kind })
    if (request.when && resource.kind === 'table')
      throw new AppError('INVALID_INPUT', { errors: [{ path: 'at', message: '库表资源不保留历史，只有城市对象可按时间查询' }] })
    const { decision, fields, grant } = await decide(request)
    const whole = new Set(wholeFields(decision))
    const domain = decision.grant ?? decision.subject ?? readingUnits(actor)[0] ?? 'public'
    // the key of a city object is its id, whatever the entry calls its keys
    const keys = resource.kind === 'entities' ? ['id'] : resource.keys
    const shuffle = keys.every((name) => whole.has(name))
      ? null
      : createHmac('sha256', shuffling).update(`${resource.id}\0${domain}`).digest('hex')
    // what is hidden whole is not even loaded
    const loaded = fields.filter((name) => decision.fields[name]?.mask !== 'hide')
    const rows = await sourceOf(request, decision, loaded, shuffle)
    // what is refused costs no call
    await takeQuota(way, grant)
    return { decision, grant, fields, shuffle, rows }
  }

  const publishUse = async (trx: Trx, grant: DataGrant, resource: Resource): Promise<void> => {
    if (!(await markUsed(trx, grant.id, ctx.now()))) return
    const payload: PlatformEvents['grant.used'] = { grant: grant.id, resource: resource.id, grantee: grant.grantee }
    await outbox.publish(trx, [{ topic: 'grant.used', key: `grant:${grant.id}`, region: resource.region, payload }])
  }

  /** How fields are shown to a unit for the first time, by this process. What is hidden whole tells nothing. */
  const newlyShown = (
    unit: string,
    { id, fields: all }: Resource,
    decision: Decision,
    fields: readonly string[],
    grant: DataGrant | undefined,
  ): ShownField[] =>
    fields.flatMap((name) => {
      const word = decision.fields[name]
      const category = all.find((field) => field.name === name)?.classification.category
      if (!word || !category || word.mask === 'hide') return []
      const fact = { resource: id, line: grant ? (grant.root ?? grant.id) : null, field: name, category, mask: word.mask }
      return noted.has(factKey(unit, fact)) ? [] : [fact]
    })

  const begin: ReaderRoom['begin'] = async (request, { decision, grant, fields }, rows, subjects) => {
    const { actor, resource, reason, way } = request
    const units = readingUnits(actor)
    const unit = grant?.grantee ?? (units.includes(resource.owner) ? resource.owner : (units[0] ?? null))
    const facts = unit === null ? [] : newlyShown(unit, resource, decision, fields, grant)
    const read = await inTransaction(ctx.db, async (trx) => {
      if (unit !== null && facts.length > 0) await noteShown(trx, unit, facts, ctx.now())
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
    for (const fact of facts) noted.add(factKey(unit, fact))
    return read
  }

  const shown: ReaderRoom['shown'] = ({ resource, reason, keepSubject }, { decision, fields }, row) => {
    const seen = policy.show(decision, resource, row, reason?.purpose ?? null)
    const out = Object.fromEntries(fields.map((name) => [name, text(seen[name] ?? null)]))
    return keepSubject ? { ...out, _subject: row._subject } : out
  }

  const subjectsOf = (found: readonly HeldRow[]): string[] => [
    ...new Set(found.flatMap(({ _subject }) => (_subject === null ? [] : [_subject]))),
  ]

  return {
    open,
    begin,
    shown,
    decide,
    takeQuota,
    async read(request) {
      const { actor, resource, where, reason, way, limit, cursor, when = null } = request
      const opened = await open(request)
      const asked = [actor.id, resource.id, where, reason?.purpose ?? null, way, opened.grant?.id ?? null, opened.shuffle]
      const bound = when === null ? asked : [...asked, when]
      const after = cursor === null ? null : cursors.read(bound, cursor)
      const most = Math.min(limit, MOST_ROWS)
      const found = await opened.rows.page(after, most + 1)
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
      for await (const chunk of opened.rows.stream(CHUNK)) {
        // on record before anybody has them
        await log.extend(ctx.db, read, chunk.length, subjectsOf(chunk))
        rows += chunk.length
        yield chunk.map((row) => shown(request, opened, row))
      }
      return { read, rows }
    },
  }
}
