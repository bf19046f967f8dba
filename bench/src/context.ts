/** NGSI-LD: entities created one by one and in batches, then filtered queries over 100,000 of them. */
import pg from 'pg'
import { BOX, box, QUERIES } from './lib/city-objects.ts'
import { type Connection, openConnection } from './lib/http-client.ts'
import { startHub } from './lib/processes.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'

const PORT = 5216
const ENTITIES = 100_000
const BATCH = 100
const WRITERS = 64
const BATCH_WRITERS = 8
const READERS = 16
const API = '/ngsi-ld/v1'

/** Runs `work` on every connection until the time is over; how often it ran in a second. */
const perSecond = async (
  connections: readonly Connection[],
  seconds: number,
  work: (connection: Connection) => Promise<number>,
): Promise<number> => {
  const started = performance.now()
  let done = 0
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() - started < seconds * 1000) {
        const count = await work(connection)
        done += count
      }
    }),
  )
  return done / ((performance.now() - started) / 1000)
}

const open = (port: number, token: string, count: number, keepBody = false): Promise<Connection[]> =>
  Promise.all(Array.from({ length: count }, () => openConnection(port, token, keepBody)))

const close = (connections: readonly Connection[]): void => {
  for (const connection of connections) connection.close()
}

const must = (status: number, expected: number, what: string): void => {
  if (status !== expected) throw new Error(`${what} answered ${status}`)
}

/** What the store alone does: one document, one commit; and twenty documents by an index on a number. */
const storeLimits = async (url: string, seconds: number): Promise<{ commits: number; selects: number }> => {
  const clients = Array.from({ length: WRITERS }, () => new pg.Client({ connectionString: url }))
  await Promise.all(clients.map((client) => client.connect()))
  const [first] = clients as [pg.Client]
  const rate = async (among: readonly pg.Client[], work: (client: pg.Client, n: number) => Promise<unknown>): Promise<number> => {
    const started = performance.now()
    let n = 0
    await Promise.all(
      among.map(async (client) => {
        while (performance.now() - started < seconds * 1000) await work(client, n++)
      }),
    )
    return n / ((performance.now() - started) / 1000)
  }
  try {
    await first.query('CREATE TABLE public.bare_entity (id text PRIMARY KEY, num float8, doc jsonb)')
    const commits = await rate(clients, (client, n) => {
      const entity = box(n)
      const values = [`${entity.id}-${crypto.randomUUID()}`, entity.books.value, JSON.stringify(entity)]
      return client.query({ name: 'bare', text: 'INSERT INTO public.bare_entity VALUES ($1, $2, $3)', values })
    })
    await first.query('CREATE INDEX ON public.bare_entity (num)')
    await first.query('ANALYZE public.bare_entity')
    const selects = await rate(clients.slice(0, READERS), (client, n) => {
      const low = (n * 7.3) % 998
      const text = 'SELECT doc FROM public.bare_entity WHERE num BETWEEN $1 AND $2 ORDER BY id LIMIT 20'
      return client.query({ name: 'select', text, values: [low, low + 2] })
    })
    await first.query('DROP TABLE public.bare_entity')
    return { commits, selects }
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: PORT, execArgv: process.env.BENCH_HUB_ARGS?.split(' ') ?? [] })
  try {
    const part = Math.max(2, seconds / 5)
    const limit = await storeLimits(hub.url, part / 2)
    let next = 0

    const createBatch = async (connection: Connection): Promise<number> => {
      const entities = Array.from({ length: BATCH }, () => box(next++))
      must((await connection.post(`${API}/entityOperations/create`, JSON.stringify(entities))).status, 201, 'batch create')
      return BATCH
    }
    const createOne = async (connection: Connection): Promise<number> => {
      must((await connection.post(`${API}/entities`, JSON.stringify(box(next++)))).status, 201, 'create')
      return 1
    }
    const writers = await open(hub.port, hub.token, WRITERS)
    await perSecond(writers, 1, createOne)
    const single = await perSecond(writers, part, createOne)
    say(`single creates ${Math.round(single)}/s`)
    const batch = await perSecond(writers.slice(0, BATCH_WRITERS), part, createBatch)
    say(`creates in batches of ${BATCH}: ${Math.round(batch)}/s`)
    while (next < ENTITIES) await Promise.all(writers.slice(0, BATCH_WRITERS).map(createBatch))
    close(writers)
    say(`${next} entities`)
    const client = new pg.Client({ connectionString: hub.url })
    await client.connect()
    await client.query('VACUUM (ANALYZE) data.entity, data.entity_number, data.entity_geo')
    await client.end()

    const readers = await open(hub.port, hub.token, READERS, true)
    const [one] = readers as [Connection]
    const { status, body } = await one.get(`${API}/entities?type=${BOX}&limit=0&count=true`)
    must(status, 200, 'count')
    if (body !== '[]') throw new Error('a count answered entities')
    const latencies: number[] = []
    const kinds = Object.keys(QUERIES)
    const byKind: Record<string, number[]> = Object.fromEntries(kinds.map((kind) => [kind, []]))
    let found = 0
    let asked = 0
    const query = async (connection: Connection): Promise<number> => {
      const kind = kinds[asked % kinds.length] as string
      const at = performance.now()
      asked += 1
      const answer = await connection.get(`${API}/entities?${QUERIES[kind]?.(asked)}`)
      must(answer.status, 200, kind)
      const took = performance.now() - at
      latencies.push(took)
      byKind[kind]?.push(took)
      if (answer.body !== '[]') found += 1
      return 1
    }
    await perSecond(readers, 1, query)
    latencies.length = 0
    for (const list of Object.values(byKind)) list.length = 0
    const queries = await perSecond(readers, part * 2, query)
    close(readers)
    latencies.sort((a, b) => a - b)
    const p95Of = (list: number[]): number =>
      Math.round(
        percentile(
          list.sort((a, b) => a - b),
          0.95,
        ),
      )
    return printReport({
      bench: 'context',
      figures: {
        creates_per_s: figure(single, 'entities/s, one POST each', 'higher', 2000, 8000),
        queries_per_s: figure(queries, 'queries/s', 'higher', 500, 3000),
        query_p95_ms: figure(percentile(latencies, 0.95), 'ms', 'lower', 60, 10),
      },
      limit: { single_row_commits_per_s: Math.round(limit.commits), indexed_selects_per_s: Math.round(limit.selects) },
      setting: {
        entities: next,
        writers: WRITERS,
        creates_in_batches_per_s: Math.round(batch),
        readers: READERS,
        queries_with_matches: Number((found / asked).toFixed(3)),
        query_p50_ms: Number(percentile(latencies, 0.5).toPrecision(3)),
        p95_by_query_ms: Object.fromEntries(Object.entries(byKind).map(([kind, list]) => [kind, p95Of(list)])),
      },
    })
  } finally {
    await hub.stop()
  }
}
