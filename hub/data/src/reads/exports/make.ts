/** Makes the file of an export: decided, streamed, marked, hashed, and told by its manifest. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, cellText, ERRORS, type ExportFormat, type FileManifest, type Resource } from '@haihe/contract'
import type { Ctx, UnitIndex } from '@haihe/kernel'
import type { Catalogue, ReadLog } from '../../platform/ports.ts'
import type { Opened, ReaderRoom } from '../reader.ts'
import type { HeldRow } from '../rows-store.ts'
import type { When } from '../sources/source.ts'
import * as store from './export-store.ts'
import { WRITERS } from './formats.ts'
import { type Anchor, marked, markOf } from './watermark.ts'

export interface MakeServices {
  ctx: Pick<Ctx, 'db' | 'pool' | 'now' | 'config' | 'log'>
  catalogue: Pick<Catalogue, 'get'>
  reader: ReaderRoom
  log: ReadLog
  units: Pick<UnitIndex, 'name'>
  /** key of the watermarks */
  secret: string
}

const BLOCK = 1000
/** An XLSX sheet ends at 1,048,576 rows. */
const MOST: Record<ExportFormat, number> = { csv: 20_000_000, jsonl: 20_000_000, xlsx: 1_000_000 }
/** Files are kept for a week. */
const KEPT = 7 * 86_400_000

export const exportPath = (home: string, { id, format }: Pick<store.ExportRow, 'id' | 'format'>): string =>
  join(home, 'exports', `${id}.${format}`)

/** Fields on which the mark hangs: the key where it is shown, else everything. */
const anchorFields = (resource: Pick<Resource, 'keys'>, fields: readonly string[]): string[] => {
  const keys = resource.keys.filter((name) => fields.includes(name))
  return keys.length === resource.keys.length ? keys : [...fields]
}

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const keptTimes = (when: store.ExportRow['request']['when']): When | null => {
  if (!when) return null
  return 'at' in when ? { at: new Date(when.at) } : { from: new Date(when.from), to: new Date(when.to) }
}

const noticeOf = (one: store.ExportRow, resource: Resource, at: Date, units: Pick<UnitIndex, 'name'>): string => {
  const who = `${one.requester.name}（${one.requester.id}${one.unit ? `，${units.name(one.unit)}` : ''}）`
  const why = one.purpose === null ? '公开信息' : `用途 ${one.purpose}，依据 ${one.basis}`
  return `${resource.title}（${resource.code}）由 ${who} 于 ${at.toISOString()} 导出；${why}；导出编号 ${one.id}，仅限所述用途，不得转交`
}

/** Runs the export; a refusal ends it, anything else is tried again by the queue. */
export const makeExport = async (services: MakeServices, id: string): Promise<void> => {
  const { ctx } = services
  const one = await store.findExport(ctx.db, id)
  if (!one || one.state === 'ready' || one.state === 'expired') return
  await store.startExport(ctx.db, id)
  try {
    await write(services, one)
  } catch (error) {
    const known = error instanceof AppError
    await store.failExport(ctx.db, id, known ? ERRORS[error.code].zh : '导出没有完成', ctx.now())
    if (!known) throw error
  }
}

const write = async (services: MakeServices, one: store.ExportRow): Promise<void> => {
  const { ctx, reader, log, units } = services
  const resource = await services.catalogue.get(one.resource)
  const request = { actor: one.requester, resource, way: 'export' as const, ...one.request, when: keptTimes(one.request.when) }
  const opened = await reader.open(request)
  const read = await reader.begin(request, opened, 0, [])
  const at = ctx.now()
  const mark = markOf(services.secret, one.id)
  const anchors = anchorFields(resource, opened.fields)
  const anchorOf = ({ shown }: { shown: Record<string, unknown> }): Anchor => anchors.map((name) => cellText(shown[name]))
  const runs = new Map<number | null, number>()
  let rows = 0

  const take = (found: readonly HeldRow[]): Record<string, unknown>[] => {
    rows += found.length
    if (rows > MOST[one.format]) throw new AppError('PAYLOAD_TOO_LARGE', { detail: '行数超出该格式的上限，请缩小范围' })
    for (const { _run } of found) runs.set(_run, (runs.get(_run) ?? 0) + 1)
    const shown = found.map((row) => ({ shown: reader.shown(request, opened, row) }))
    return marked(shown, mark, anchorOf).map((row) => row.shown)
  }
  async function* chunks(): AsyncGenerator<Record<string, unknown>[]> {
    for await (const found of opened.rows.stream(BLOCK)) {
      const subjects = new Set(found.flatMap(({ _subject }) => (_subject === null ? [] : [_subject])))
      await log.extend(ctx.db, read, found.length, [...subjects])
      yield take(found)
    }
  }

  const path = exportPath(ctx.config.home, one)
  const draft = `${path}.part`
  await mkdir(join(ctx.config.home, 'exports'), { recursive: true, mode: 0o700 })
  const fields = opened.fields.flatMap((name) => resource.fields.find((field) => field.name === name) ?? [])
  const notice = noticeOf(one, resource, at, units)
  try {
    await WRITERS[one.format]({ path: draft, fields, notice, chunks: chunks() })
    const [sha256, { size: bytes }] = [await hashOf(draft), await stat(draft)]
    await rename(draft, path)
    const manifest = manifestOf(one, resource, opened, { at, read, rows, runs, sha256, bytes, notice, anchors })
    await store.finishExport(ctx.db, one.id, manifest, ctx.now(), new Date(ctx.now().getTime() + KEPT))
  } finally {
    await rm(draft, { force: true })
  }
}

interface Made {
  at: Date
  read: number
  rows: number
  runs: ReadonlyMap<number | null, number>
  sha256: string
  bytes: number
  notice: string
  anchors: readonly string[]
}

const manifestOf = (one: store.ExportRow, resource: Resource, opened: Opened, made: Made): FileManifest => ({
  file: `${one.id}.${one.format}`,
  format: one.format,
  bytes: made.bytes,
  sha256: made.sha256,
  resource: { id: resource.id, code: resource.code, title: resource.title, owner: resource.owner },
  fields: opened.fields.map((name) => {
    const { effect, mask } = opened.decision.fields[name]!
    return {
      name,
      title: resource.fields.find((field) => field.name === name)?.title ?? name,
      effect: effect === 'allow' ? 'allow' : 'mask',
      mask,
    }
  }),
  requestedBy: { account: one.requester.id, name: one.requester.name, unit: one.unit },
  purpose: one.purpose,
  basis: one.basis,
  grant: opened.grant?.id ?? null,
  read: made.read,
  watermark: { visible: made.notice, order: made.anchors.join(',') },
  lineage: {
    export: one.id,
    resource: resource.id,
    version: resource.version,
    at: made.at.toISOString(),
    columns: opened.fields.map((name) => ({ name, field: name })),
    rows: made.rows,
    runs: [...made.runs].map(([run, rows]) => ({ run, rows })),
  },
})

/** Removes files whose time is over. */
export const dropExpired = async ({ ctx }: Pick<MakeServices, 'ctx'>): Promise<void> => {
  for (const one of await store.expireExports(ctx.db, ctx.now())) await rm(exportPath(ctx.config.home, one), { force: true })
}
