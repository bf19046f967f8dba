/** What the tests of the exchange share: a library's loans, a worker over a real database, a catalogue that remembers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectorSettings, Mapping, type Resource } from '@haihe/contract'
import { type Ctx, createOutbox, kernelMigrations } from '@haihe/kernel'
import { testClock, testContext } from '@haihe/kernel/testing'
import { createHeld } from '../../held/held.ts'
import { migrations } from '../../migrations.ts'
import type { Catalogue } from '../../platform/ports.ts'
import { subjectKey } from '../../platform/subject-key.ts'
import { type ConnectorRow, findConnector, insertConnector } from '../connector/connector-store.ts'
import { openCsv } from '../file/csv-source.ts'
import { detectCsv } from '../file/detect.ts'
import { findRun, insertRun, type RunInput, type RunRow } from '../run/run-store.ts'
import { createWorker } from '../run/worker.ts'
import type { OpenSource, RunServices } from '../services.ts'
import { SourceError } from '../source/types.ts'
import { loans } from './loans.ts'

export const REGIONS: Record<string, string> = {
  '99': '99',
  '990101': '990101',
  '990102': '990102',
  东馆: '990101',
  西馆: '990102',
}
export const regionOf = (text: string): string | undefined => REGIONS[text]

/** Maps every field of the loans from the column of its own name, with blanks off. */
export const SAME_NAMES = Mapping.parse({
  fields: Object.fromEntries(loans().fields.map(({ name }) => [name, { column: name, transforms: [{ op: 'trim' }] }])),
})

/** As SAME_NAMES, for a source that has these columns alone. */
export const only = (...names: string[]): Mapping => ({
  ...SAME_NAMES,
  fields: Object.fromEntries(Object.entries(SAME_NAMES.fields).filter(([name]) => names.includes(name))),
})

export const fakeCatalogue = (resources: readonly Resource[]): Pick<Catalogue, 'find' | 'get' | 'note'> & { notes: object[] } => {
  const notes: object[] = []
  const find = async (id: string) => resources.find((resource) => resource.id === id)
  return {
    notes,
    find,
    get: async (id) => (await find(id)) as Resource,
    note: async (_, id, facts) => void notes.push({ id, ...facts }),
  }
}

/** Opens CSV files alone: what a run reads is the file of its input. */
export const openCsvInput: OpenSource = async (connector, input) => {
  if (!input || !('file' in input)) throw new SourceError('no file')
  const whole = 'whole' in connector.settings && connector.settings.whole
  return openCsv({
    path: input.file,
    shape: await detectCsv(input.file, { charset: null, delimiter: null }),
    byRecord: false,
    whole,
    block: 32 * 1024,
  })
}

export const runServices = (ctx: Ctx, resource: Resource, more: Partial<RunServices> = {}): RunServices => ({
  ctx,
  outbox: createOutbox(ctx),
  catalogue: fakeCatalogue([resource]),
  held: createHeld(ctx),
  subjectKey: subjectKey('the secret of the library, long enough'),
  open: openCsvInput,
  worldOf: () => ({ zone: ctx.city.timeZone, region: regionOf }),
  ...more,
})

export interface Desk {
  ctx: Ctx
  resource: Resource
  catalogue: ReturnType<typeof fakeCatalogue>
  services: RunServices
  folder: string
  connector: (settings: ConnectorSettings, more?: { mapping?: Mapping; schedule?: string | null }) => Promise<ConnectorRow>
  /** writes a file into the folder and answers its path */
  file: (name: string, content: string | Buffer) => Promise<string>
  /** runs to the end and answers the run */
  run: (connector: string, input?: RunInput, trigger?: RunRow['trigger']) => Promise<RunRow>
  /** rows as they are held, without system columns unless named, in the order of keys */
  rows: (columns?: string) => Promise<Record<string, unknown>[]>
  close: () => Promise<void>
}

const UPLOAD: ConnectorSettings = {
  kind: 'upload',
  settings: { charset: null, delimiter: null, sheet: null, whole: false, zone: null },
}

export { UPLOAD }

export const openDesk = async (more: Partial<RunServices> = {}, of: Partial<Resource> = {}): Promise<Desk> => {
  const clock = testClock()
  let ticks = 0
  const base = await testContext([kernelMigrations, migrations], clock)
  const ctx: Ctx = { ...base, now: () => new Date(clock.now().getTime() + ticks++) }
  const resource = loans(of)
  const catalogue = fakeCatalogue([resource])
  const services = runServices(ctx, resource, { catalogue, ...more })
  const folder = await mkdtemp(join(tmpdir(), 'haihe-exchange-'))
  await services.held.ensure(resource)
  return {
    ctx,
    resource,
    catalogue,
    services,
    folder,
    async connector(settings, { mapping = SAME_NAMES, schedule = null } = {}) {
      const row = {
        id: crypto.randomUUID(),
        title: 'Loans',
        ...settings,
        resource: resource.id,
        resourceTitle: resource.title,
        unit: resource.owner,
        region: resource.region,
        sealed: null,
        secretNames: [],
        mapping,
        enabled: true,
        schedule,
        nextAt: null,
      }
      return (await insertConnector(ctx.db, row, 'tester', ctx.now())) as ConnectorRow
    },
    async file(name, content) {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
    async run(id, input = null, trigger = 'hand') {
      const { mapping } = (await findConnector(ctx.db, id)) as ConnectorRow
      const run = await insertRun(
        ctx.db,
        { connector: id, resource: resource.id, trigger, input, mapping, startedBy: 'tester' },
        ctx.now(),
      )
      const worker = createWorker(services, { every: 0 })
      await worker.idle()
      await worker.stop()
      return (await findRun(ctx.db, (run as RunRow).id)) as RunRow
    },
    async rows(columns = resource.fields.map(({ name }) => `"${name}"`).join(', ')) {
      return (await ctx.pool.query(`SELECT ${columns} FROM ${services.held.table(resource)} ORDER BY _key`)).rows
    },
    async close() {
      await ctx.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
