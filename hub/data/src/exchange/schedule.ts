/** Runs that nobody starts by hand: by schedule, and by arrival of files and messages. */
import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { nextTime } from '@haihe/contract'
import { type Ctx, inTransaction } from '@haihe/kernel'
import { arriving, type ConnectorRow, claimDue, setNext } from './connector/connector-store.ts'
import { filesOfRuns, insertRun, lastRuns, type RunInput } from './run/run-store.ts'
import type { RunServices } from './services.ts'

type Services = { ctx: Pick<Ctx, 'db' | 'now' | 'config' | 'city' | 'log'>; nudge: () => void }

const isMapped = ({ mapping }: ConnectorRow): boolean => Object.keys(mapping.fields).length > 0

/** Starts what is due. A connector whose last run is not ended is passed over until its next time. */
export const startDue = async ({ ctx, nudge }: Services): Promise<number> => {
  const at = ctx.now()
  const started = await inTransaction(ctx.db, async (trx) => {
    let count = 0
    for (const connector of await claimDue(trx, at)) {
      await setNext(
        trx,
        connector.id,
        connector.schedule === null ? null : (nextTime(connector.schedule, at, ctx.city.timeZone) ?? null),
      )
      if (!isMapped(connector) || connector.kind === 'upload' || connector.kind === 'folder') continue
      const { id, resource, mapping } = connector
      const run = await insertRun(
        trx,
        { connector: id, resource, trigger: 'schedule', input: null, mapping, startedBy: 'schedule' },
        at,
      )
      if (run) count += 1
    }
    return count
  })
  if (started > 0) nudge()
  return started
}

const FILES = /\.(csv|txt|tsv|xlsx)$/i
/** A file that changed just now is still being written. */
const SETTLED = 2_000

const list = (folder: string): Promise<Dirent[]> => readdir(folder, { withFileTypes: true }).catch(() => [])

export const inboxOf = (home: string, connector: string): string => join(home, 'inbox', connector)

/** The next file that waits, taken by a rename so that nobody else takes it; or one that was taken and never run. */
const takeFile = async (
  folder: string,
  known: ReadonlySet<string>,
  at: number,
): Promise<{ file: string; name: string } | undefined> => {
  for (const entry of await list(join(folder, 'work')))
    if (entry.isFile() && !entry.name.includes('.sheet') && !known.has(join('work', entry.name)))
      return { file: join('work', entry.name), name: entry.name.slice(37) }
  for (const entry of (await list(folder)).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isFile() || !FILES.test(entry.name) || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (at - mtimeMs < SETTLED) continue
    const file = join('work', `${randomUUID()}-${entry.name}`)
    await mkdir(join(folder, 'work'), { recursive: true })
    // somebody else was quicker
    const taken = await rename(path, join(folder, file)).then(
      () => true,
      () => false,
    )
    if (taken) return { file, name: entry.name }
  }
  return undefined
}

/** A broker that refused is asked again after this long, or as soon as the connector was changed. */
const REST = 5 * 60_000

/** False while a run goes, and for a while after one failed: a wrong password would fill the history otherwise. */
const mayStart = async (ctx: Pick<Ctx, 'db' | 'now'>, { id, changedAt }: ConnectorRow): Promise<boolean> => {
  const [last] = await lastRuns(ctx.db, [id])
  if (!last || last.trigger === 'replay') return true
  if (last.endedAt === null) return false
  return last.state !== 'failed' || changedAt > last.endedAt || ctx.now().getTime() - last.endedAt.getTime() >= REST
}

/** Makes a run for each folder in which a file waits, and keeps one going for each broker. */
export const startArrived = async ({ ctx, nudge }: Services): Promise<number> => {
  let count = 0
  for (const connector of await arriving(ctx.db)) {
    const { id, kind, resource, mapping } = connector
    if (!isMapped(connector)) continue
    const start = (input: RunInput) =>
      insertRun(ctx.db, { connector: id, resource, trigger: 'arrival', input, mapping, startedBy: 'arrival' }, ctx.now())
    if (kind === 'mqtt') {
      if ((await mayStart(ctx, connector)) && (await start(null))) count += 1
      continue
    }
    const folder = inboxOf(ctx.config.home, id)
    await mkdir(folder, { recursive: true, mode: 0o770 })
    const { active, files } = await filesOfRuns(ctx.db, id)
    if (active) continue
    // the file's own clock, not the hub's
    const input = await takeFile(folder, new Set(files), Date.now())
    if (input && (await start(input))) count += 1
  }
  if (count > 0) nudge()
  return count
}

/** After its run a file goes to done or failed, under its own name and the time. */
export const putAway =
  (ctx: Pick<Ctx, 'config' | 'now'>): NonNullable<RunServices['ended']> =>
  async (connector, input, state) => {
    if (connector.kind !== 'folder' || !input || !('file' in input)) return
    const folder = inboxOf(ctx.config.home, connector.id)
    const place = state === 'done' ? 'done' : 'failed'
    await mkdir(join(folder, place), { recursive: true })
    const stamp = ctx
      .now()
      .toISOString()
      .replaceAll(/[-:]|\.\d+/g, '')
    await rename(join(folder, input.file), join(folder, place, `${stamp}-${input.name}`)).catch(() => {})
  }
