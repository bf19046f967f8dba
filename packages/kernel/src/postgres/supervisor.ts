/** Runs a real PostgreSQL as a child: first start makes the data folder, a left-over server is adopted, stop is clean. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { preparedBinaries } from './binaries.ts'

interface EmbeddedPostgres {
  url: string
  /** true when a server left over from an earlier process was found alive */
  adopted: boolean
  pid: number
  stop: () => Promise<void>
}

interface EmbeddedOptions {
  /** data folder of the hub; the database lives in its `postgres` */
  home: string
  database?: string
  /** off only for tests: a crash may then lose data */
  durable?: boolean
  settings?: Record<string, string>
}

// PostgreSQL refuses to run as root; "nobody" is there on every Unix.
const UNPRIVILEGED = 65534

const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  max_connections: '120',
  shared_buffers: '384MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_min_messages: 'warning',
  unix_socket_directories: '',
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const isRoot = (): boolean => process.getuid?.() === 0
const identity = (): { uid?: number; gid?: number } => (isRoot() ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {})

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const run = (command: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], cwd: tmpdir(), ...identity() })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}: ${output.slice(-2000)}`)),
    )
  })

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

const waitUntilReady = async (url: string, gone: () => boolean, logFile: string): Promise<void> => {
  // Recovery after a crash can take a while on a large write-ahead log.
  const until = Date.now() + 120_000
  while (Date.now() < until) {
    if (gone()) throw new Error(`PostgreSQL did not start:\n${(await readFile(logFile, 'utf8').catch(() => '')).slice(-2000)}`)
    if (await answers(url)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('PostgreSQL did not become ready within two minutes')
}

const initialise = async (native: string, data: string, password: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const passwordFile = join(tmpdir(), `haihe-${randomBytes(8).toString('hex')}`)
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (isRoot()) await chown(passwordFile, UNPRIVILEGED, UNPRIVILEGED)
  const work = `${data}.new`
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { mode: 0o700 })
  if (isRoot()) await chown(work, UNPRIVILEGED, UNPRIVILEGED)
  try {
    await run(
      join(native, 'bin', 'initdb'),
      [
        '-D',
        work,
        '-U',
        'haihe',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C',
        '--no-instructions',
        // a new segment is filled with zeros before its first commit: small ones keep that wait short
        '--wal-segsize=2',
      ],
      env,
    )
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(work, data)
}

const ensureDatabase = async (base: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: `${base}/postgres` })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

const readPassword = async (file: string): Promise<string> => {
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  const password = randomBytes(24).toString('base64url')
  await writeFile(file, password, { mode: 0o600 })
  return password
}

/** pid and port of postmaster.pid, when the process behind it is alive. */
const leftOver = async (data: string): Promise<{ pid: number; port: number } | undefined> => {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port] = text.split('\n').map((line) => Number(line.trim()))
  return pid && port && alive(pid) ? { pid, port } : undefined
}

const stopServer = async (pid: number): Promise<void> => {
  if (!alive(pid)) return
  process.kill(pid, 'SIGINT')
  const until = Date.now() + 60_000
  while (alive(pid)) {
    if (Date.now() > until) throw new Error(`PostgreSQL (process ${pid}) did not stop within a minute`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Starts the server. After a kill its orphaned backends hold shared memory for a moment, hence a second try. */
const spawnServer = async (
  native: string,
  data: string,
  logFile: string,
  env: NodeJS.ProcessEnv,
  password: string,
  settings: Record<string, string>,
  tries = 20,
): Promise<{ child: ChildProcess; base: string }> => {
  const port = await freePort()
  const args = Object.entries({ ...settings, port: String(port) }).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const log = await open(logFile, 'w')
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', data, ...args], {
    env,
    cwd: tmpdir(),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    ...identity(),
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  await log.close()
  const base = `postgres://haihe:${password}@127.0.0.1:${port}`
  try {
    await waitUntilReady(`${base}/postgres`, () => child.exitCode !== null || child.signalCode !== null, logFile)
    return { child, base }
  } catch (error) {
    if (tries === 0 || child.exitCode === null) throw error
    await new Promise((resolve) => setTimeout(resolve, 250))
    return spawnServer(native, data, logFile, env, password, settings, tries - 1)
  }
}

/** Starts or adopts the embedded server and returns its address. Errors say what a person can do. */
export const startPostgres = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const { home, database = 'haihe', durable = true } = options
  await mkdir(home, { recursive: true })
  if (isRoot()) await chmod(home, 0o711)
  const data = join(home, 'postgres')
  const logFile = join(home, 'postgres.log')
  const native = await preparedBinaries()
  const env = { PATH: process.env.PATH, LD_LIBRARY_PATH: join(native, 'lib'), LANG: 'C', TZ: 'UTC' }
  const password = await readPassword(join(home, 'postgres.password'))
  if (!existsSync(data)) await initialise(native, data, password, env)

  const found = await leftOver(data)
  if (found) {
    const base = `postgres://haihe:${password}@127.0.0.1:${found.port}`
    // The process may still be recovering, or its number may belong to somebody else by now.
    const ready = await waitUntilReady(`${base}/postgres`, () => !alive(found.pid), logFile).then(
      () => true,
      () => false,
    )
    if (ready) {
      await ensureDatabase(base, database)
      return { url: `${base}/${database}`, adopted: true, pid: found.pid, stop: () => stopServer(found.pid) }
    }
  }

  const { child, base } = await spawnServer(native, data, logFile, env, password, {
    ...SETTINGS,
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...options.settings,
  })
  await ensureDatabase(base, database)
  const pid = child.pid as number
  return { url: `${base}/${database}`, adopted: false, pid, stop: () => stopServer(pid) }
}
