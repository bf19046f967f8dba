/**
 * Keeps a grantee's table equal to what the grant shows: a first copy in pages, resumed where it stopped; then what was
 * written since; and when the counts differ, what is gone. A copy whose grant has ended stops and is left as it is.
 */
import { createHash, createHmac } from 'node:crypto'
import { AppError, ERRORS, type ResourceField } from '@haihe/contract'
import { type Ctx, LOCKS } from '@haihe/kernel'
import type { Keys } from '@haihe/kernel/identity/secrets'
import type pg from 'pg'
import type { MayCall } from '../../context/net/address.ts'
import { checkedAddress } from '../../exchange/source/address.ts'
import { COLUMN_TYPES } from '../../held/columns.ts'
import type { Catalogue, ReadLog } from '../../platform/ports.ts'
import type { Opened, ReaderRoom } from '../reader.ts'
import type { HeldRow } from '../rows-store.ts'
import type { RowSource } from '../sources/source.ts'
import * as store from './replica-store.ts'
import * as target from './target-store.ts'

export interface ReplicaServices {
  ctx: Pick<Ctx, 'db' | 'pool' | 'now' | 'log'>
  catalogue: Pick<Catalogue, 'find' | 'get' | 'list'>
  reader: ReaderRoom
  log: ReadLog
  keys: Pick<Keys, 'seal' | 'open' | 'derive'>
  mayCall: MayCall
}

export const SEALED = 'data-replica'
const PAGE = 1000
/** Rows that a transaction wrote before and committed after the last run are looked at again. */
const OVERLAP = 15 * 60_000

type Request = Parameters<ReaderRoom['open']>[0]

interface Run {
  one: store.ReplicaRow
  request: Request
  opened: Opened
  client: pg.Client
  table: target.TargetTable
  idOf: (row: Pick<HeldRow, '_key'>) => string
  /** number of the record of this run's reads, once there is one */
  read: { id: number | null }
}

const columnType = (field: ResourceField, { decision }: Opened): string => {
  const word = decision.fields[field.name]
  if (word?.effect === 'allow') return COLUMN_TYPES[field.type]
  return word?.mask === 'place' && (field.type === 'geometry' || field.type === 'json') ? 'jsonb' : 'text'
}

/** What the copy looks like; another shape is another copy. */
const shapeOf = ({ decision, fields }: Opened, columns: target.TargetTable['columns']): string =>
  createHash('sha256')
    .update(JSON.stringify([fields.map((name) => decision.fields[name]), columns, decision.regions, decision.subject]))
    .digest('hex')

const open = async (services: ReplicaServices, one: store.ReplicaRow): Promise<Omit<Run, 'client'>> => {
  const resource = await services.catalogue.get(one.resource)
  const { requester: actor, reason, grant } = one
  const request: Request = { actor, resource, reason, way: 'table', fields: null, where: [], grant }
  const opened = await services.reader.open(request)
  if (opened.grant?.id !== grant) throw new AppError('DATA_DENIED')
  const columns = opened.fields.flatMap((name) => {
    const field = resource.fields.find((each) => each.name === name)
    return field ? [{ name, type: columnType(field, opened) }] : []
  })
  const secret = services.keys.derive('replica-id')
  return {
    one,
    request,
    opened,
    table: { schema: one.schema, table: one.table, mark: `haihe ${one.id}`, columns },
    idOf: ({ _key }) => createHmac('sha256', secret).update(`${grant}\0${_key}`).digest('hex'),
    read: { id: null },
  }
}

/** What a column of this type takes; an attribute of a city object may hold anything, and what does not fit is left out. */
const fitting = (type: string | undefined, value: unknown): unknown => {
  if (type === 'bigint') return Number.isSafeInteger(value) ? value : null
  if (type === 'numeric') return typeof value === 'number' ? value : null
  if (type === 'boolean') return typeof value === 'boolean' ? value : null
  if (type !== 'date' && type !== 'timestamp with time zone') return value
  const plain = typeof value === 'object' && value !== null && '@value' in value ? value['@value'] : value
  return typeof plain === 'string' && !Number.isNaN(Date.parse(plain)) ? plain : null
}

/** Rows to the target: recorded first, then written. */
const send = async ({ ctx, reader, log }: ReplicaServices, run: Run, found: readonly HeldRow[]): Promise<void> => {
  const subjects = [...new Set(found.flatMap(({ _subject }) => (_subject === null ? [] : [_subject])))]
  if (run.read.id === null) run.read.id = await reader.begin(run.request, run.opened, found.length, subjects)
  else await log.extend(ctx.db, run.read.id, found.length, subjects)
  const types = new Map(run.table.columns.map(({ name, type }) => [name, type]))
  const batch = found.map((row) => {
    const shown = Object.entries(reader.shown(run.request, run.opened, row))
    return {
      [target.ID]: run.idOf(row),
      ...Object.fromEntries(shown.map(([name, value]) => [name, fitting(types.get(name), value)])),
    }
  })
  await target.upsert(run.client, run.table, batch)
}

const sendPages = async (
  services: ReplicaServices,
  run: Run,
  rows: RowSource,
  from: string | null,
  isFirst: boolean,
): Promise<void> => {
  const { ctx } = services
  for (let after = from; ; ) {
    const found = await rows.page(after, PAGE)
    if (found.length > 0) await send(services, run, found)
    after = found.at(-1)?._order ?? after
    await store.noteBatch(ctx.db, run.one.id, isFirst ? after : null, found.length)
    if (found.length < PAGE) return
  }
}

/** Removes what the source no longer has; how many. Undefined when rows are missing and the copy must be made anew. */
const reconcile = async (run: Run): Promise<number | undefined> => {
  const { rows } = run.opened
  const held = await rows.count()
  const there = await target.countTarget(run.client, run.table)
  if (there === held) return 0
  if (there < held) return undefined
  async function* ids(): AsyncGenerator<string[]> {
    for await (const chunk of rows.keys(5000)) yield chunk.map(run.idOf)
  }
  return target.keepOnly(run.client, run.table, ids())
}

const refresh = async (services: ReplicaServices, run: Run): Promise<void> => {
  const { ctx } = services
  const { one, opened, client, table } = run
  const startedAt = ctx.now()
  const shape = shapeOf(opened, table.columns)
  let state = one
  const startAnew = async (): Promise<void> => {
    await target.makeAnew(client, table)
    await store.restart(ctx.db, one.id, shape, startedAt)
    state = { ...state, copied: false, seenKey: null, seenAt: startedAt }
  }
  if (one.shape !== shape || !(await target.isOwn(client, table))) await startAnew()
  for (let tries = 0; ; tries += 1) {
    if (!state.copied) {
      await sendPages(services, run, opened.rows, state.seenKey, true)
      await store.noteCopied(ctx.db, one.id)
    }
    const from = new Date((state.seenAt ?? startedAt).getTime() - OVERLAP)
    await sendPages(services, run, opened.rows.since(from), null, false)
    const deleted = await reconcile(run)
    if (deleted !== undefined) {
      const rows = await target.countTarget(client, table)
      return store.noteRun(ctx.db, one.id, { seenAt: startedAt, rows, deleted, at: ctx.now() })
    }
    if (tries > 0) throw new Error('rows are missing after a new copy: the source changes faster than it is read')
    await startAnew()
  }
}

/** One run; of two at once the second does nothing. A refusal stops the copy, anything else is tried again. */
export const replicate = async (services: ReplicaServices, id: string): Promise<void> => {
  const { ctx, keys } = services
  const lock = await ctx.pool.connect()
  const key = [LOCKS.replica, createHash('sha256').update(id).digest().readInt32BE(0)]
  try {
    const { rows } = await lock.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS free', key)
    if (!rows[0]?.free) return
    try {
      const one = await store.findReplica(ctx.db, id)
      if (!one || one.state === 'paused' || one.state === 'stopped') return
      const address = target.Target.parse(JSON.parse(keys.open(`${SEALED} ${id}`, one.target)))
      let client: pg.Client | undefined
      try {
        const prepared = await open(services, one)
        client = await target.connectTarget(address, await checkedAddress(address.host, services.mayCall))
        await refresh(services, { ...prepared, client })
      } catch (error) {
        const refused = error instanceof AppError
        const message = refused ? ERRORS[error.code].zh : error instanceof Error ? error.message : String(error)
        await store.setState(ctx.db, id, refused ? 'stopped' : 'failed', message.slice(0, 500), ctx.now())
        if (!refused) ctx.log.warn({ err: error, replica: id }, 'copying a table failed; it is tried again')
      } finally {
        await client?.end().catch(() => {})
      }
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1, $2)', key)
    }
  } finally {
    lock.release()
  }
}
