/** InfluxDB 1.x as the limit of single writes, where it is installed: BENCH_INFLUXD names the program, else it is looked for. */
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const findInflux = (): string | undefined =>
  process.env.BENCH_INFLUXD ??
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'influxd'))
    .find(isProgram)

/** Its defaults: every write is synced to the disk before it is answered (wal-fsync-delay 0). */
const settings = (home: string, port: number): string => `reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
  dir = "${home}/meta"
[data]
  dir = "${home}/data"
  wal-dir = "${home}/wal"
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
[monitor]
  store-enabled = false
[logging]
  level = "error"
`

export interface Influx {
  port: number
  stop: () => Promise<void>
}

const answers = async (port: number): Promise<boolean> => {
  try {
    const made = await fetch(`http://127.0.0.1:${port}/query?q=${encodeURIComponent('CREATE DATABASE bench')}`, {
      method: 'POST',
    })
    return made.ok
  } catch {
    return false
  }
}

/** Started on an empty folder with a database `bench`; undefined where InfluxDB is not installed. */
export const startInflux = async (port: number): Promise<Influx | undefined> => {
  const program = findInflux()
  if (!program) return undefined
  const home = await mkdtemp(join(tmpdir(), 'haihe-influx-'))
  await writeFile(join(home, 'influx.conf'), settings(home, port))
  const child: ChildProcess = spawn(program, ['-config', join(home, 'influx.conf')], { stdio: 'ignore' })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    }
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(port)) return { port, stop }
    await sleep(100)
  }
  await stop()
  throw new Error(`${program} does not answer on port ${port}`)
}
