/** A whole hub as a stranger starts it: `start` in a fresh data folder, real PostgreSQL, demonstration accounts, no twin. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Hub {
  url: string
  stop: () => Promise<void>
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const waitUntilReady = async (url: string, child: ChildProcess, output: () => string): Promise<void> => {
  const until = Date.now() + 90_000
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}:\n${output()}`)
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the hub did not become ready:\n${output()}`)
}

export const startHub = async (settings: Record<string, string> = {}): Promise<Hub> => {
  const home = await mkdtemp(join(tmpdir(), 'haihe-e2e-'))
  const [port, mqttPort] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, ['apps/server/src/main.ts', 'start'], {
    cwd: ROOT,
    env: {
      ...env,
      HAIHE_HOME: home,
      HAIHE_PORT: String(port),
      HAIHE_MQTT_PORT: String(mqttPort),
      HAIHE_TWIN: '0',
      HAIHE_LOG: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output = (output + chunk).slice(-20_000)))
  child.stderr.on('data', (chunk) => (output = (output + chunk).slice(-20_000)))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await exited
    await rm(home, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(url, child, () => output)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}
