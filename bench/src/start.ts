/** start: `npm start` on an installed checkout with an empty data folder, until a signed-in leader's screen gets its first push. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@haihe/kernel'
import { figure, percentile, printReport, say } from './lib/report.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RUNS = 3

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

interface Answer {
  next: string
  redirectTo?: string
}

/** A browser's cookies, enough for the sign-in. */
const createJar = (base: string) => {
  const cookies = new Map<string, string>()
  return async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(path, base)
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin: base },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
}

type Jar = ReturnType<typeof createJar>

/** Follows redirects until a page or the sign-in page is reached; gives the last address. */
const follow = async (jar: Jar, path: string): Promise<string> => {
  let next = path
  for (let hop = 0; hop < 12; hop += 1) {
    const response = await jar(next)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || !location) return next
    next = location
    if (next.includes('/signin?')) return next
  }
  throw new Error('too many redirects')
}

const signIn = async (jar: Jar, login: string): Promise<void> => {
  const page = await follow(jar, '/auth/login?to=/cockpit')
  const uid = new URL(page, 'http://localhost').searchParams.get('uid')
  const { demo } = (await (await jar(`/api/interaction/${uid}`)).json()) as {
    demo: { login: string; password: string; totp: string }[]
  }
  const account = demo.find((each) => each.login === login)
  if (!account) throw new Error(`no demonstration account ${login}`)
  const post = async (step: string, body: object): Promise<Answer> =>
    (await (
      await jar(`/api/interaction/${uid}/${step}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json()) as Answer
  let answer = await post('login', { login, password: account.password })
  if (answer.next === 'second-factor') answer = await post('second-factor', { code: account.totp })
  if (!answer.redirectTo) throw new Error(`sign-in ended with ${JSON.stringify(answer)}`)
  await follow(jar, answer.redirectTo)
}

const firstPush = async (jar: Jar): Promise<void> => {
  const board = await jar('/api/indicators/board?region=12')
  if (!board.ok) throw new Error(`board: ${board.status}`)
  const stream = await jar('/api/live?regions=12&topics=tile')
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  for (;;) {
    const chunk = await reader?.read()
    if (!chunk || chunk.done) throw new Error('the live stream ended')
    seen += chunk.value
    if (seen.includes('event: tile')) return void (await reader?.cancel())
  }
}

const until = async (ready: () => Promise<boolean>): Promise<void> => {
  const last = Date.now() + 120_000
  while (!(await ready().catch(() => false))) {
    if (Date.now() > last) throw new Error('not ready within two minutes')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const once = async (): Promise<{ listening: number; live: number }> => {
  const home = await mkdtemp(join(tmpdir(), 'haihe-bench-start-'))
  const [port, mqtt] = [await freePort(), await freePort()]
  const base = `http://localhost:${port}`
  const { DATABASE_URL: _, HAIHE_DATA_DIR: __, ...env } = process.env
  const began = performance.now()
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...env, HAIHE_HOME: home, HAIHE_PORT: String(port), HAIHE_MQTT_PORT: String(mqtt), HAIHE_LOG: 'error' },
    stdio: 'ignore',
    detached: true,
  })
  try {
    await until(async () => (await fetch(`${base}/readyz`)).ok)
    const listening = (performance.now() - began) / 1000
    const jar = createJar(base)
    await signIn(jar, 'shizhang')
    await firstPush(jar)
    return { listening, live: (performance.now() - began) / 1000 }
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.pid) process.kill(-child.pid, 'SIGTERM')
    await ended
    // npm goes before the hub has: its folder must not go from under it
    await until(async () => !isAlive(-(child.pid ?? 0)))
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}

/** The physical limit: the same machine making and starting an empty PostgreSQL. */
const emptyPostgres = async (): Promise<number> => {
  const home = await mkdtemp(join(tmpdir(), 'haihe-bench-pg-'))
  const began = performance.now()
  const postgres = await startPostgres({ home })
  const seconds = (performance.now() - began) / 1000
  await postgres.stop()
  await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  return seconds
}

export const bench = async (): Promise<boolean> => {
  const runs: { listening: number; live: number }[] = []
  const limits: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    limits.push(await emptyPostgres())
    runs.push(await once())
    say(
      `run ${run + 1}: listening after ${runs.at(-1)?.listening.toFixed(1)} s, first push after ${runs.at(-1)?.live.toFixed(1)} s`,
    )
  }
  const median = (values: number[]): number =>
    percentile(
      [...values].sort((a, b) => a - b),
      0.5,
    )
  return printReport({
    bench: 'start',
    figures: { seconds: figure(median(runs.map((run) => run.live)), 's', 'lower', 20, 6) },
    limit: { empty_postgres_s: Number(median(limits).toFixed(2)) },
    setting: {
      runs: RUNS,
      listening_s: Number(median(runs.map((run) => run.listening)).toFixed(2)),
      until: 'first tile pushed to a signed-in screen',
    },
  })
}
