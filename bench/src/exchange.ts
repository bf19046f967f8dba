/** Exchange: a CSV file through a connector (read, checked, keyed, resumable) against COPY of the same file by the same store. */
import { once } from 'node:events'
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectorView, ResourceDraft, RunView, UploadView } from '@haihe/contract'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { type Hub, startHub } from './lib/processes.ts'
import { figure, printReport, say } from './lib/report.ts'

const PORT = 5388
const ROUNDS = 5
/** of a run, by the seconds that were asked for */
const ROWS_PER_SECOND = 25_000
const HEADER = 'loan_no,title,branch,copies,fee,lent_on,returned_at,renewed'
const TYPES = ['text', 'text', 'region', 'integer', 'number', 'date', 'datetime', 'boolean'] as const
/** as the hub holds these types */
const COLUMNS =
  'loan_no text, title text, branch text, copies bigint, fee numeric, lent_on date, returned_at timestamptz, renewed boolean'

const two = (n: number): string => String(n).padStart(2, '0')

const writeLoans = async (path: string, rows: number, region: string): Promise<void> => {
  const out = createWriteStream(path)
  out.write(`${HEADER}\n`)
  for (let n = 0; n < rows; n += 1) {
    const line = `L${n},title of the book number ${n},${region},${n % 9},${n % 100}.25,2026-03-${two((n % 28) + 1)},2026-03-05T08:00:${two(n % 60)}+08:00,${n % 2 === 0}\n`
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

/** A published resource, straight into the store; the hub finds it as it finds one of another process. */
const publish = async (client: pg.Client, region: string): Promise<{ id: string; no: number }> => {
  const { rows: units } = await client.query<{ id: string }>(`SELECT id FROM kernel.unit WHERE region = $1 ORDER BY id LIMIT 1`, [
    region,
  ])
  const draft: ResourceDraft = {
    title: '借阅',
    summary: '借阅',
    path: '3.1.1',
    owner: units[0]?.id ?? '',
    region,
    kind: 'table',
    target: null,
    fields: HEADER.split(',').map((name, at) => ({
      name,
      title: name,
      type: TYPES[at] ?? 'text',
      length: null,
      required: at === 0,
      standard: null,
      description: '',
      classification: { grade: 1, category: 'public', mask: 'none', confirmed: true, reason: '' },
    })),
    keys: ['loan_no'],
    subject: null,
    regionField: 'branch',
    sharing: { type: 'unconditional', condition: '', basis: '' },
    opening: { type: 'refused', condition: '' },
    channels: ['api'],
    cycle: 'daily',
    keywords: [],
  }
  const { rows } = await client.query<{ id: string; no: number }>(
    `INSERT INTO data.resource (path, code, state, version, served, published_at, updated_at)
      VALUES ($1, '301001/900001', 'published', 1, $2, now(), now()) RETURNING id, no`,
    [draft.path, JSON.stringify(draft)],
  )
  return rows[0] as { id: string; no: number }
}

const caller = (hub: Hub) => {
  const headers = { authorization: `Bearer ${hub.token}` }
  return async <T>(method: string, path: string, body?: Blob | object): Promise<T> => {
    const json = body !== undefined && !(body instanceof Blob)
    const response = await fetch(`http://127.0.0.1:${hub.port}${path}`, {
      method,
      headers: { ...headers, ...(json ? { 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as Blob) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}

/** Rows a second of COPY alone: the fields, with as many indexes as the held table has. */
const rawCopy = async (url: string, path: string, rows: number): Promise<number> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`DROP TABLE IF EXISTS public.raw_loans;
      CREATE TABLE public.raw_loans (${COLUMNS}, at timestamptz DEFAULT now(), PRIMARY KEY (loan_no));
      CREATE INDEX ON public.raw_loans (branch text_pattern_ops); CREATE INDEX ON public.raw_loans USING brin (at)`)
    const began = performance.now()
    await pipeline(
      createReadStream(path),
      client.query(copyStreams.from(`COPY public.raw_loans (${HEADER}) FROM STDIN (FORMAT csv, HEADER true)`)),
    )
    return rows / ((performance.now() - began) / 1000)
  } finally {
    await client.query('DROP TABLE IF EXISTS public.raw_loans')
    await client.end()
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

export const bench = async (seconds: number): Promise<boolean> => {
  const rows = Math.max(50_000, Math.round((seconds * ROWS_PER_SECOND) / 2))
  const hub = await startHub({ port: PORT, env: { BENCH_SENSORS: '16' } })
  const folder = await mkdtemp(join(tmpdir(), 'haihe-bench-exchange-'))
  const client = new pg.Client({ connectionString: hub.url })
  try {
    await client.connect()
    const call = caller(hub)
    const path = join(folder, 'loans.csv')
    await writeLoans(path, rows, hub.districts[0] ?? hub.city)
    const resource = await publish(client, hub.city)
    const mapping = { fields: Object.fromEntries(HEADER.split(',').map((name) => [name, { column: name }])) }
    const upload = await call<UploadView>('POST', '/api/uploads?name=loans.csv', await openAsBlob(path))
    const connector = await call<ConnectorView>('POST', '/api/connectors', {
      kind: 'upload',
      title: 'bench',
      resource: resource.id,
      settings: {},
      mapping,
    })
    /** Rows a second from its start to its end, as the hub tells them. */
    const run = async (written: number): Promise<number> => {
      let { id, ...at } = await call<RunView>('POST', `/api/connectors/${connector.id}/runs`, { upload: upload.id })
      while (at.endedAt === null) {
        await sleep(50)
        ;({ id, ...at } = await call<RunView>('GET', `/api/runs/${id}`))
      }
      if (at.state !== 'done' || at.read !== rows || at.written !== written)
        throw new Error(`${at.state} ${at.error} ${at.written}`)
      return rows / ((Date.parse(at.endedAt) - Date.parse(at.startedAt ?? at.createdAt)) / 1000)
    }
    await run(rows)
    const held = `held.r_${resource.no}`
    const again = await run(0)
    const [ratios, copies, runs]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.query(`TRUNCATE ${held}`)
      // before and after: what else the machine does falls upon both
      const before = await rawCopy(hub.url, path, rows)
      const rate = await run(rows)
      const copied = 2 / (1 / before + 1 / (await rawCopy(hub.url, path, rows)))
      say(`COPY ${Math.round(copied)} rows/s, run ${Math.round(rate)} rows/s, ${(rate / copied).toFixed(2)}`)
      ratios.push(rate / copied)
      copies.push(copied)
      runs.push(rate)
    }
    const { rows: counted } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${held}`)
    if (Number(counted[0]?.n) !== rows) throw new Error(`${counted[0]?.n} rows are held`)
    return printReport({
      bench: 'exchange',
      figures: { csv_over_copy: figure(median(ratios), 'share of COPY of the same file', 'higher', 0.4, 0.8) },
      limit: { copy_rows_per_s: Math.round(median(copies)) },
      setting: {
        rows,
        rounds: ROUNDS,
        run_rows_per_s: Math.round(median(runs)),
        ratios: ratios.map((ratio) => Number(ratio.toFixed(2))),
        unchanged_rows_per_s: Math.round(again),
      },
    })
  } finally {
    await client.end()
    await hub.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
