/** Starts and stops the processes of a bench: the hub on a temporary data folder, and the load. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadOrder, LoadResult } from './load.ts'

const script = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))

export interface Hub {
  port: number
  /** of its database */
  url: string
  token: string
  city: string
  districts: string[]
  pid: number
  home: string
  child: ChildProcess
  stop: () => Promise<void>
  /** kill -9 of the hub and of its database */
  kill: () => Promise<void>
}

const message = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (value) => resolve(value as T))
    child.once('exit', (code, signal) => reject(new Error(`process ended with ${code ?? signal}`)))
  })

export const benchHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'haihe-bench-'))

export const startHub = async (options: {
  port: number
  home?: string
  env?: Record<string, string>
  execArgv?: string[]
}): Promise<Hub> => {
  const home = options.home ?? (await benchHome())
  const child = fork(script('hub'), [], {
    env: {
      ...process.env,
      HAIHE_LOG: 'warn',
      ...options.env,
      HAIHE_HOME: home,
      HAIHE_PORT: String(options.port),
      HAIHE_MQTT_PORT: String(options.port + 1),
      HAIHE_TWIN: '0',
    },
    execArgv: options.execArgv ?? [],
  })
  const { url, token, city, districts } = await message<Pick<Hub, 'url' | 'token' | 'city' | 'districts'>>(child)
  return {
    port: options.port,
    url,
    token,
    city,
    districts,
    pid: child.pid as number,
    home,
    child,
    kill: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      const server = Number((await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
      process.kill(server, 'SIGKILL')
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        await ended
      }
      if (!options.home) await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
    },
  }
}

export interface Load {
  run: (order: LoadOrder) => Promise<LoadResult>
  stop: () => void
}

export const startLoad = (): Load => {
  const child = fork(script('load'), [], { execArgv: [] })
  return {
    run: async (order) => {
      const answer = message<LoadResult | { error: string }>(child)
      child.send(order)
      const result = await answer
      if ('error' in result) throw new Error(result.error)
      return result
    },
    stop: () => void child.kill(),
  }
}
