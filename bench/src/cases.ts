/**
 * Cases at city scale: filtered lists over HTTP with a million cases and sixteen users who ask without a pause, and case
 * actions (judge, fold, row, log, counters, audit, outbox, indicators: one commit) over bare inserts of a log row.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { bareInserts } from './lib/bare-insert.ts'
import { type Desk, openDesk } from './lib/case-desk.ts'
import { fillHistory } from './lib/case-history.ts'
import { openReader } from './lib/get-client.ts'
import { type Hub, startHub } from './lib/processes.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'

const CASES = Number(process.env.BENCH_CASES ?? 1_000_000)
const USERS = 16
const CONNECTIONS = 8
const ROUNDS = 3

/** The way of a case, action by action; the photo of the last step is left out by ending before it. */
const WAY = ['register', 'dispatch', 'accept', 'askExtension', 'grantExtension', 'supervise', 'note', 'note'] as const
const DATA: Record<string, Record<string, string | number>> = {
  askExtension: { days: 2, note: '待协调' },
  supervise: { reason: 'instruction', note: '抓紧' },
  note: { note: '已联系' },
}

const models = async (desk: Desk): Promise<string[]> => {
  const street = desk.streets[0]!
  const made: string[] = []
  for (const steps of [1, 2, 3]) {
    const one = await desk.open(street)
    for (const action of WAY.slice(0, steps)) await desk.act(one, action)
    made.push(one.id)
  }
  const closed = await desk.open(street)
  await desk.act(closed, 'reject', { reason: 'outside', reply: '请向所属单位反映' })
  return [...made, closed.id]
}

const token = async (hub: Hub, body: object): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${hub.port}/api/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.status !== 201) throw new Error(`no token: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { token: string }).token
}

/** Who asks for what: clerks of streets and districts mostly, some from the city. */
const questions = (street: string): string[] => {
  const district = street.slice(0, 6)
  const words = encodeURIComponent('垃圾')
  return [
    'queue=unit',
    'queue=dispatch',
    'queue=overdue',
    `region=${district}&category=0102`,
    `region=${street}`,
    `region=${district}&state=handling`,
    `region=${district}&q=${words}`,
    `region=${street}&category=05&open=false`,
    `urgency=normal&region=${district}&from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z`,
    'queue=supervised',
  ]
}

const lists = async (hub: Hub, streets: readonly string[], seconds: number) => {
  const latencies: number[] = []
  const byQuestion = new Map<string, number[]>()
  const end = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: USERS }, async (_, user) => {
      const street = streets[(user * 17) % streets.length]!
      const role = user < 10 ? 'streetDispatcher' : user < 14 ? 'districtCenter' : 'cityCenter'
      const region = user < 10 ? street : user < 14 ? street.slice(0, 6) : hub.city
      const unit = user < 10 ? `st-${street}` : null
      const reader = await openReader(hub.port, await token(hub, { name: `用户${user}`, region, unit, roles: [role] }))
      const asked = questions(street)
      for (let n = user; performance.now() < end; n += 1) {
        const question = asked[n % asked.length]!
        const started = performance.now()
        const { status, body } = await reader.get(`/api/cases?${question}`)
        const took = performance.now() - started
        if (status !== 200) throw new Error(`${question}: ${status} ${body}`)
        latencies.push(took)
        const kind = question.replace(/=\d+/g, '')
        byQuestion.set(kind, [...(byQuestion.get(kind) ?? []), took])
      }
      reader.close()
    }),
  )
  for (const [kind, all] of byQuestion)
    say(
      `${kind}: p95 ${percentile(
        all.sort((a, b) => a - b),
        0.95,
      ).toFixed(1)} ms of ${all.length}`,
    )
  return latencies.sort((a, b) => a - b)
}

/** Actions a second by so many at a time, each on cases of their own. */
const actions = async (desk: Desk, seconds: number): Promise<number> => {
  const ready = await Promise.all(
    Array.from({ length: CONNECTIONS * 2 }, (_, n) => desk.open(desk.streets[(n * 13) % desk.streets.length]!)),
  )
  let done = 0
  const started = performance.now()
  const end = started + seconds * 1000
  let opening = 0
  await Promise.all(
    ready.map(async (first, worker) => {
      for (let one = first; performance.now() < end; ) {
        for (const action of WAY) {
          if (performance.now() >= end) return
          await desk.act(one, action, DATA[action])
          done += 1
        }
        const before = performance.now()
        one = await desk.open(desk.streets[(worker * 13) % desk.streets.length]!)
        opening += performance.now() - before
      }
    }),
  )
  // opening the next case is not what is measured
  return done / ((performance.now() - started - opening / ready.length) / 1000)
}

const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: 5230, env: { BENCH_SENSORS: '100' } })
  try {
    const desk = await openDesk(hub.url)
    await fillHistory(hub.url, await models(desk), CASES)
    await sleep(1000)
    const part = seconds / (2 * ROUNDS)
    await actions(desk, 1)
    const bare: number[] = []
    const acted: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await bareInserts(hub.url, CONNECTIONS, part))
      acted.push(await actions(desk, part))
      say(`bare inserts ${Math.round(bare.at(-1)!)}/s, case actions ${Math.round(acted.at(-1)!)}/s`)
    }
    await desk.close()
    await lists(hub, desk.streets, 2)
    const latencies = await lists(hub, desk.streets, Math.max(5, seconds / 2))
    return printReport({
      bench: 'cases',
      figures: {
        list_p95_ms: figure(percentile(latencies, 0.95), 'ms', 'lower', 50, 15),
        actions_ratio: figure(mean(acted) / mean(bare), 'x bare inserts', 'higher', 0.3, 0.6),
      },
      limit: { bare_inserts_per_s: Math.round(mean(bare)) },
      setting: {
        cases: CASES,
        users: USERS,
        connections: CONNECTIONS,
        actions_per_s: Math.round(mean(acted)),
        lists_per_s: Math.round(latencies.length / Math.max(5, seconds / 2)),
        list_p50_ms: Number(percentile(latencies, 0.5).toFixed(1)),
        list_p99_ms: Number(percentile(latencies, 0.99).toFixed(1)),
      },
    })
  } finally {
    await hub.stop()
  }
}
