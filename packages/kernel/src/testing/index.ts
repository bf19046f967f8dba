/**
 * Tests run on a real PostgreSQL: one server for all test processes, a template per set of migrations,
 * a cloned database per test file.
 */

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, Grant } from '@haihe/contract'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { readConfig } from '../config.ts'
import type { Ctx, Module } from '../context.ts'
import { type Database, openDatabase } from '../db.ts'
import { createServer, mountModule } from '../http/server.ts'
import { createLiveHub } from '../live/hub.ts'
import { LOCKS } from '../locks.ts'
import { createLog } from '../log.ts'
import { type MigrationSet, migrate, readMigrations } from '../migrate.ts'
import { startPostgres } from '../postgres/supervisor.ts'

/** Folder of the server that test processes share; the test runner stops it at the end. */
export const TEST_HOME = join(tmpdir(), `haihe-test-${process.getuid?.() ?? 0}`)

const serverUrl = async (): Promise<string> => {
  if (process.env.HAIHE_TEST_DATABASE_URL) return process.env.HAIHE_TEST_DATABASE_URL
  // Test files start side by side: the folder is the lock that lets one of them start the server.
  const lock = `${TEST_HOME}.lock`
  for (let tries = 0; ; tries += 1)
    try {
      await mkdir(lock)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 600) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  try {
    return (await startPostgres({ home: TEST_HOME, database: 'postgres', durable: false, settings: { max_connections: '300' } }))
      .url
  } finally {
    await rmdir(lock)
  }
}

const withDatabase = (url: string, name: string): string => {
  const parsed = new URL(url)
  parsed.pathname = `/${name}`
  return parsed.toString()
}

/** A fresh database with the given migrations applied; `close` drops it. */
export const testDatabase = async (sets: readonly MigrationSet[]): Promise<Database> => {
  const url = await serverUrl()
  const hash = createHash('sha256')
  for (const migration of await readMigrations(sets)) hash.update(`${migration.module}/${migration.name}/${migration.hash}\n`)
  const template = `t_${hash.digest('hex').slice(0, 20)}`
  const name = `x_${randomBytes(8).toString('hex')}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(`SELECT pg_advisory_lock(${LOCKS.testTemplate})`)
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (!rowCount) {
      const building = `b_${randomBytes(6).toString('hex')}`
      await admin.query(`CREATE DATABASE ${building}`)
      const database = openDatabase(withDatabase(url, building), 2)
      await migrate(database.pool, sets).finally(() => database.close())
      // a closed connection takes the server a moment to notice
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [building])
      await admin.query(`ALTER DATABASE ${building} RENAME TO ${template}`)
    }
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  } finally {
    await admin.query(`SELECT pg_advisory_unlock(${LOCKS.testTemplate})`)
    await admin.end()
  }
  const database = openDatabase(withDatabase(url, name), 8)
  return {
    ...database,
    close: async () => {
      await database.close()
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await client.end()
    },
  }
}

export interface TestClock {
  now: () => Date
  set: (at: string) => void
  advance: (milliseconds: number) => void
}

export const testClock = (start = '2026-11-20T02:00:00Z'): TestClock => {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    set: (value) => {
      at = new Date(value).getTime()
    },
    advance: (milliseconds) => {
      at += milliseconds
    },
  }
}

/** A context over a fresh database, of a made-up city 99 (libraries lend books) that the hub's tests use. */
export const testContext = async (sets: readonly MigrationSet[], clock: TestClock = testClock()): Promise<Ctx> => {
  const database = await testDatabase(sets)
  const config = { ...readConfig({ HAIHE_LOG: 'silent', HAIHE_HOME: join(tmpdir(), `haihe-test-home-${process.pid}`) }) }
  return {
    ...database,
    config,
    log: createLog('silent'),
    now: clock.now,
    live: createLiveHub(clock.now),
    city: { code: '99', name: { zh: '书城', en: 'Booktown' }, bounds: [116.7, 38.5, 118.1, 40.3], timeZone: 'Asia/Shanghai' },
  }
}

export const testActor = (grants: Grant[], id = 'tester'): Actor => ({ id, kind: 'person', name: id, grants, assurance: 3 })

/** A server over modules whose caller is whoever `actors[authorization header]` says; no header is anonymous. */
export const testServer = async (
  ctx: Ctx,
  modules: readonly Module[],
  actors: Record<string, Actor>,
): Promise<FastifyInstance> => {
  const app = await createServer(ctx, async (request) => actors[request.headers.authorization ?? ''] ?? null)
  for (const module of modules) await mountModule(app, module)
  await app.ready()
  return app
}

export { assertRouteAccess, roleActors } from '../policy/route-access.ts'
