/** Catalogue: search over 50,000 entries in Chinese, pinyin and by code, with all facets counted, over HTTP. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { entry, QUERIES } from './lib/catalogue-entries.ts'
import { type Connection, openConnection } from './lib/http-client.ts'
import { startHub } from './lib/processes.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'

const PORT = 5336
const ENTRIES = 50_000
const CHUNK = 2000
const USERS = 8

/** Resident memory in MB, where the system tells it. */
const rssOf = (pid: number): number | null => {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
  } catch {
    return null
  }
}

interface Memory {
  entries: number
  index: number
  together: number
}

/** Kilobytes an entry takes of a process, after collection; see lib/catalogue-memory.ts. */
const memoryOf = async (...more: string[]): Promise<Memory> => {
  const script = fileURLToPath(new URL('lib/catalogue-memory.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(ENTRIES), ...more])
  return JSON.parse(stdout.trim().split('\n').at(-1) as string)
}

/** Entries as published ones, straight into the store; the hub finds them as it finds those of another process. */
const fill = async (client: pg.Client): Promise<void> => {
  const units = (
    await client.query<{ id: string; name: string; region: string }>('SELECT id, name, region FROM kernel.unit ORDER BY id')
  ).rows
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM kernel.region WHERE length(code) = 6 ORDER BY code`)
  const districts = rows.map(({ name }) => name)
  const numbers = new Map<string, number>()
  for (let from = 0; from < ENTRIES; from += CHUNK) {
    const made = Array.from({ length: CHUNK }, (_, i) => {
      const draft = entry(from + i, units, districts)
      const [kind = '', item = '', list = ''] = draft.path.split('.')
      const front = `${kind}${item.padStart(2, '0')}${list === '' ? '' : list.padStart(3, '0')}`
      const number = (numbers.get(front) ?? 0) + 1
      numbers.set(front, number)
      return { path: draft.path, code: `${front}/${number}`, served: draft }
    })
    await client.query(
      `INSERT INTO data.resource (path, code, state, version, served, quality, published_at, updated_at)
       SELECT path, 'b' || code, 'published', 1, served, 60 + random() * 40, now(), now() - random() * interval '300 days'
       FROM jsonb_to_recordset($1::jsonb) AS t (path text, code text, served jsonb)`,
      [JSON.stringify(made)],
    )
  }
  await client.query(`UPDATE data.resource SET code = substr(code, 2), changed_by = pg_current_xact_id() WHERE code LIKE 'b%'
    AND NOT EXISTS (SELECT 1 FROM data.resource AS o WHERE o.code = substr(data.resource.code, 2))`)
  await client.query('VACUUM ANALYZE data.resource')
}

/** Milliseconds of each call while `users` ask side by side. */
const measure = async (connections: readonly Connection[], seconds: number, path: (n: number) => string): Promise<number[]> => {
  const latencies: number[] = []
  const until = performance.now() + seconds * 1000
  let asked = 0
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < until) {
        const at = performance.now()
        const { status } = await connection.get(path(asked++))
        if (status !== 200) throw new Error(`answered ${status}`)
        latencies.push(performance.now() - at)
      }
    }),
  )
  return latencies.sort((a, b) => a - b)
}

/** What the store alone takes to look through the same titles, and to count one facet of what it finds. */
const scanLimit = async (client: pg.Client): Promise<number[]> => {
  const latencies: number[] = []
  for (const word of ['空气', '停车', '社会保险', '道路', '企业']) {
    const at = performance.now()
    await client.query(`SELECT served ->> 'cycle', count(*) FROM data.resource WHERE served ->> 'title' LIKE $1 GROUP BY 1`, [
      `%${word}%`,
    ])
    latencies.push(performance.now() - at)
  }
  return latencies.sort((a, b) => a - b)
}

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: PORT, env: { BENCH_SENSORS: '16' }, execArgv: process.env.BENCH_HUB_ARGS?.split(' ') ?? [] })
  const client = new pg.Client({ connectionString: hub.url })
  try {
    await client.connect()
    const before = rssOf(hub.pid)
    await fill(client)
    say(`${ENTRIES} entries stored`)
    const connections = await Promise.all(Array.from({ length: USERS }, () => openConnection(hub.port, hub.token, true)))
    const [one] = connections as [Connection]
    const began = performance.now()
    const first = await one.get('/api/catalogue?limit=1')
    const total = (JSON.parse(first.body) as { total: number }).total
    if (total < ENTRIES) throw new Error(`${total} of ${ENTRIES} entries are listed`)
    const indexed = (performance.now() - began) / 1000
    say(`read and indexed in ${indexed.toFixed(1)} s`)

    const kinds = Object.keys(QUERIES)
    const byKind: Record<string, number> = {}
    for (const kind of kinds) {
      const query = QUERIES[kind] as (n: number) => string
      await measure([one], 0.3, (n) => `/api/catalogue?${query(n)}`)
      const took = await measure([one], seconds / 20, (n) => `/api/catalogue?${query(n)}`)
      byKind[kind] = Number(percentile(took, 0.95).toPrecision(3))
    }
    const found = await one.get(`/api/catalogue?${QUERIES.pinyin?.(0)}`)
    if ((JSON.parse(found.body) as { total: number }).total === 0) throw new Error('pinyin finds nothing')
    const mixed = (n: number) => `/api/catalogue?${QUERIES[kinds[n % kinds.length] as string]?.(n)}`
    const alone = await measure([one], seconds / 4, mixed)
    const together = await measure(connections, seconds / 4, mixed)
    const floor = await measure([one], seconds / 10, () => '/api/city')
    const scans = await scanLimit(client)
    for (const connection of connections) connection.close()
    const rss = rssOf(hub.pid)
    const memory = await memoryOf()
    const distinct = await memoryOf('distinct')
    return printReport({
      bench: 'catalogue',
      figures: {
        search_p95_ms: figure(percentile(alone, 0.95), 'ms, one search after another', 'lower', 50, 10),
        memory_kb: figure(memory.together, 'kB of memory an entry', 'lower', 3, 2),
      },
      limit: {
        http_p95_ms: Number(percentile(floor, 0.95).toPrecision(3)),
        store_scan_of_titles_ms: Number(percentile(scans, 0.5).toPrecision(3)),
      },
      setting: {
        entries: total,
        search_p50_ms: Number(percentile(alone, 0.5).toPrecision(3)),
        p95_by_query_ms: byKind,
        users: USERS,
        together_p95_ms: Number(percentile(together, 0.95).toPrecision(3)),
        searches_per_s: Math.round(together.length / (seconds / 4)),
        memory_kb: { entries: memory.entries, index: memory.index, no_field_like_another: distinct.together },
        rss_mb: { empty: before, with_entries: rss },
        read_and_indexed_s: Number(indexed.toPrecision(3)),
      },
    })
  } finally {
    await client.end()
    await hub.stop()
  }
}
