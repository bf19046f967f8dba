/**
 * A district's tiles over HTTP with a history of one million and of ten million cases behind them: the cost of a screen
 * must not grow with history. Two databases of one server hold the partials that such a history leaves (30,000 cases a
 * day, opened and closed, in 16 districts and 304 streets); the two hubs are asked in turns, so that noise meets both.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, IndicatorInput } from '@haihe/contract'
import { createIntelligence, intelligenceMigrations } from '@haihe/intelligence'
import { rollUp } from '@haihe/intelligence/indicators/cells'
import { prepareIndicator } from '@haihe/intelligence/indicators/definitions'
import { emptyPart } from '@haihe/intelligence/indicators/part'
import { districtOf } from '@haihe/intelligence/indicators/partial-store'
import { createZone, MINUTE, windowStart } from '@haihe/intelligence/indicators/windows'
import {
  type Ctx,
  createLiveHub,
  createLog,
  createRegionIndex,
  createServer,
  kernelMigrations,
  migrate,
  mountModule,
  openDatabase,
  readConfig,
  startPostgres,
} from '@haihe/kernel'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { figure, percentile, printReport, say } from './lib/report.ts'

const CASES_A_DAY = 30_000
const DAY = 1440
const DISTRICTS = 16
const STREETS = 19
const PORTS = [5221, 5222]
const DISTRICT = '990103'

const word = (text: string) => ({ zh: text, en: text })
const declare = (id: string, aggregate: 'count' | 'sumOfLast', event: string, finest: 'district' | 'street'): IndicatorInput => ({
  id,
  title: word(id),
  description: word(id),
  domain: 'cases',
  unit: '件',
  precision: 0,
  direction: 0,
  aggregate,
  source: { event },
  finest,
  windows: ['minute', 'hour', 'day', 'month'],
  shown: 'day',
  formula: word(id),
  rules: [],
  owner: 'bench',
  staleAfter: 86_400,
})
const OPENED = declare('cases.opened', 'count', 'case.opened', 'street')
const OPEN = declare('cases.open', 'sumOfLast', 'case.open', 'district')

const streets = Array.from({ length: DISTRICTS * STREETS }, (_, i) => {
  const district = String(Math.floor(i / STREETS) + 1).padStart(2, '0')
  return `9901${district}${String((i % STREETS) + 1).padStart(3, '0')}`
})
const regions = ['99', ...new Set(streets.map((code) => code.slice(0, 6))), ...streets]

/** A fixed sequence of numbers in [0, 1): every run measures the same city. */
const createRandom = (): (() => number) => {
  let state = 20_261_120
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** The cells that one day of cases leaves; every day of the history is like it. What is opened is closed within a day. */
const dayCells = (midnight: number) => {
  const random = createRandom()
  const zone = createZone('Asia/Shanghai')
  const [opened, open] = [OPENED, OPEN].map((input, index) => ({ ...prepareIndicator(input), id: index + 1 }))
  const base: Parameters<typeof rollUp>[1] extends Iterable<infer T> ? T[] : never = []
  for (let i = 0; i < CASES_A_DAY; i += 1) {
    const region = streets[Math.floor(random() * streets.length)]!
    const start = Math.floor(random() * DAY)
    const end = (start + 30 + Math.floor(random() * (DAY - 60))) % DAY
    const part = (at: number, value: number) => ({
      ...emptyPart(),
      count: 1,
      sum: value,
      weight: 1,
      min: 1,
      max: 1,
      last: value,
      lastAt: at,
      marks: 4,
    })
    const at = (minute: number) => midnight + minute * MINUTE
    base.push({ indicator: opened!, region, minute: at(start), part: part(at(start), 1) })
    base.push({ indicator: open!, region: region.slice(0, 6), minute: at(start), part: part(at(start), 1) })
    base.push({ indicator: open!, region: region.slice(0, 6), minute: at(end), part: part(at(end), -1) })
  }
  return rollUp(zone, base)
}

const line = (cell: ReturnType<typeof dayCells>[number]): string =>
  `${[districtOf(cell.region), cell.region, cell.indicator, cell.win, new Date(cell.at).toISOString(), cell.count, cell.sum, cell.weight, cell.min, cell.max, cell.last, new Date(cell.lastAt).toISOString(), cell.sumMoment, cell.countMoment, cell.marks].join('\t')}\n`

/** Copies one day in, then repeats it into the past. Months are sums of their days, as the pipeline would have left them. */
const fill = async (url: string, cases: number): Promise<number> => {
  const days = Math.round(cases / CASES_A_DAY)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const zone = createZone('Asia/Shanghai')
    const midnight = windowStart(zone, 'day', Date.now()) - 24 * 60 * MINUTE
    await client.query(`INSERT INTO intelligence.indicator (code) VALUES ('${OPENED.id}'), ('${OPEN.id}')`)
    await client.query('SELECT intelligence.ensure_months($1, $2)', [
      new Date(midnight - days * 24 * 60 * MINUTE),
      Math.ceil(days / 28) + 2,
    ])
    await client.query('CREATE TEMP TABLE day (LIKE intelligence.partial)')
    await client.query('ALTER TABLE day DROP COLUMN slot')
    const stream = client.query(copyStreams.from('COPY day FROM STDIN'))
    const cells = dayCells(midnight)
    for (let from = 0; from < cells.length; from += 5000)
      stream.write(
        cells
          .slice(from, from + 5000)
          .map(line)
          .join(''),
      )
    stream.end()
    await once(stream, 'finish')
    // the key is built once over all rows, as a restored backup would
    await client.query('ALTER TABLE intelligence.partial DROP CONSTRAINT partial_pkey')
    await client.query(`SET maintenance_work_mem = '1GB'`)
    for (let from = 0; from < days; from += 30)
      await client.query(
        `INSERT INTO intelligence.partial SELECT district, region, indicator, win, at - make_interval(days => d), 0, count, sum, weight,
            min, max, last, last_at - make_interval(days => d), sum_moment, count_moment, marks
          FROM generate_series($1::int, $2::int) AS d, day WHERE win < 3`,
        [from, Math.min(from + 30, days) - 1],
      )
    await client.query(
      `INSERT INTO intelligence.partial SELECT district, region, indicator, 3, date_trunc('month', at, 'Asia/Shanghai'), 0, sum(count), sum(sum),
          sum(weight), min(min), max(max), max(last), max(last_at), 0, 0, 4
        FROM intelligence.partial WHERE win = 2 GROUP BY 1, 2, 3, 5`,
    )
    await client.query('ALTER TABLE intelligence.partial ADD PRIMARY KEY (district, region, indicator, win, at, slot)')
    await client.query('VACUUM ANALYZE intelligence.partial')
    const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM intelligence.partial')
    return rows[0]!.n
  } finally {
    await client.end()
  }
}

const actor: Actor = {
  id: 'bench',
  kind: 'person',
  name: 'bench',
  assurance: 3,
  grants: [{ role: 'leader', unit: null, region: '99' }],
}

/** A hub with the real routes over a database. */
const serve = async (url: string, port: number) => {
  const database = openDatabase(url)
  const now = () => new Date()
  const config = readConfig({ HAIHE_LOG: 'warn', HAIHE_PORT: String(port) })
  const city: Ctx['city'] = { code: '99', name: word('书城'), bounds: [116, 38, 119, 41], timeZone: 'Asia/Shanghai' }
  const ctx: Ctx = { ...database, config, log: createLog('warn'), now, live: createLiveHub(now), city }
  const index = createRegionIndex(
    regions.map((code) => ({ code, name: code, parent: null, lon: null, lat: null, schematic: true, outline: null })) as never,
    city.bounds as never,
  )
  const intelligence = createIntelligence(ctx, {
    ingest: { addSink: () => {} },
    outbox: { publish: async () => {} },
    audit: { record: async () => {} },
    regions: index,
    rule: () => undefined,
  })
  intelligence.describe([{ indicators: [OPENED, OPEN] }])
  const app = await createServer(ctx, async () => actor)
  await mountModule(app, intelligence)
  app.route({ method: 'GET', url: '/bench/nothing', config: { permission: 'public' }, handler: () => ({ ok: true }) })
  app.route({
    method: 'GET',
    url: '/bench/point',
    config: { permission: 'public' },
    handler: async () => (await ctx.pool.query('SELECT id FROM intelligence.indicator WHERE code = $1', [OPEN.id])).rows[0],
  })
  await intelligence.start?.()
  await app.listen({ port, host: '127.0.0.1' })
  return {
    stop: async () => {
      await app.close()
      await intelligence.stop?.()
      ctx.live.close()
      await database.close()
    },
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const ask = (port: number, path: string): Promise<{ ms: number; body: string }> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    get({ port, host: '127.0.0.1', path, agent, headers: { 'accept-encoding': 'identity' } }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ ms: performance.now() - started, body })
        else reject(new Error(`${path}: ${response.statusCode} ${body}`))
      })
    }).on('error', reject)
  })

/** Milliseconds of each hub for a path, asked in turns. */
const measure = async (path: (port: number, turn: number) => string, seconds: number): Promise<number[][]> => {
  const times: number[][] = PORTS.map(() => [])
  const until = performance.now() + seconds * 1000
  for (let turn = 0; performance.now() < until; turn += 1)
    for (const [index, port] of PORTS.entries()) times[index]!.push((await ask(port, path(port, turn))).ms)
  return times.map((list) => list.sort((a, b) => a - b))
}

const createDatabase = async (url: string, name: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.toString()
}

export const bench = async (seconds: number): Promise<boolean> => {
  const home = await mkdtemp(join(tmpdir(), 'haihe-bench-cockpit-'))
  const postgres = await startPostgres({ home, database: 'postgres', durable: false })
  const hubs: Awaited<ReturnType<typeof serve>>[] = []
  try {
    const rows: number[] = []
    for (const [index, cases] of [1_000_000, 10_000_000].entries()) {
      const url = await createDatabase(postgres.url, `cases_${index}`)
      const database = openDatabase(url, 2)
      await migrate(database.pool, [kernelMigrations, intelligenceMigrations]).finally(() => database.close())
      const started = performance.now()
      rows.push(await fill(url, cases))
      say(`${cases / 1e6} M cases: ${rows.at(-1)} partials in ${((performance.now() - started) / 1000).toFixed(0)} s`)
      hubs.push(await serve(url, PORTS[index]!))
    }
    const board = `/api/indicators/board?region=${DISTRICT}`
    const answers = await Promise.all(PORTS.map((port) => ask(port, board)))
    for (const { body } of answers) {
      const { tiles } = JSON.parse(body) as { tiles: { value: number | null }[] }
      if (tiles.length !== 2 || tiles.some(({ value }) => value === null)) throw new Error(`a tile without a number: ${body}`)
    }
    await measure(() => board, seconds / 8)
    const current = await measure(() => board, seconds / 2)
    const minuteBack = (turn: number) => new Date(Date.now() - (30 + ((turn * 7919) % (20 * DAY))) * MINUTE).toISOString()
    const past = await measure((_, turn) => `${board}&at=${encodeURIComponent(minuteBack(turn))}`, seconds / 4)
    const nothing = await measure(() => '/bench/nothing', seconds / 8)
    const point = await measure(() => '/bench/point', seconds / 8)
    const median = (lists: number[][], index: number): number => percentile(lists[index]!, 0.5)
    const ms = (value: number): number => Number(value.toPrecision(3))
    say(
      `now p50 ${ms(median(current, 0))} → ${ms(median(current, 1))} ms, past p50 ${ms(median(past, 0))} → ${ms(median(past, 1))} ms`,
    )
    return printReport({
      bench: 'cockpit',
      figures: {
        tile_ms: figure(percentile(current[1]!, 0.95), 'ms p95 at 10 M cases', 'lower', 10, 2),
        growth: figure(median(current, 1) / median(current, 0), 'x, 10 M over 1 M', 'lower', 1.2, 1.05),
      },
      limit: { empty_route_ms: ms(median(nothing, 1)), point_select_ms: ms(median(point, 1)) },
      setting: {
        partials: rows,
        requests: current[1]!.length,
        tile_p50_ms: ms(median(current, 1)),
        past_minute_p95_ms: ms(percentile(past[1]!, 0.95)),
        past_minute_growth: ms(median(past, 1) / median(past, 0)),
      },
    })
  } finally {
    for (const hub of hubs) await hub.stop()
    agent.destroy()
    await postgres.stop()
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}
