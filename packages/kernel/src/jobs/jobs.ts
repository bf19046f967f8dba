import { type CronItem, Logger, parseCronItems, type Runner, run, runMigrations, type TaskList } from 'graphile-worker'
import type { Ctx } from '../context.ts'
import { sql } from '../db.ts'
import type { Jobs } from './types.ts'

/** Jobs on graphile-worker, in the schema graphile_worker that the library migrates itself. */
export const createJobs = (ctx: Pick<Ctx, 'pool' | 'db' | 'log'>): Jobs => {
  const tasks: TaskList = {}
  const schedules: CronItem[] = []
  let runner: Runner | undefined
  let ready: Promise<void> | undefined
  const logger = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') ctx.log.warn({ job: true }, message)
    else ctx.log.debug({ job: true }, message)
  })
  const migrated = (): Promise<void> => {
    ready ??= runMigrations({ pgPool: ctx.pool, logger })
    return ready
  }

  return {
    define(name, handle) {
      if (runner) throw new Error(`job ${name} was defined after start`)
      if (tasks[name]) throw new Error(`job ${name} is defined twice`)
      tasks[name] = async (payload) => handle(payload as never)
    },
    async enqueue(db, name, payload, options = {}) {
      await sql`SELECT graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json,
        run_at => ${options.at ?? null}::timestamptz, max_attempts => ${options.tries ?? 12}::int, job_key => ${options.key ?? null}::text)`.execute(
        db,
      )
    },
    schedule(name, pattern) {
      schedules.push({ task: name, match: pattern, identifier: name })
    },
    async start() {
      await migrated()
      runner = await run({
        pgPool: ctx.pool,
        taskList: tasks,
        parsedCronItems: parseCronItems(schedules),
        concurrency: 3,
        pollInterval: 1000,
        noHandleSignals: true,
        logger,
      })
    },
    async stop() {
      await runner?.stop()
      runner = undefined
    },
  }
}

/** What waits, runs and failed, for the console. Payloads are not shown: they may hold personal data. */
export const listJobs = async (db: Ctx['db'], most = 200) => {
  const { rows } = await sql<{
    id: number
    task: string
    key: string | null
    runAt: Date
    attempts: number
    mostAttempts: number
    lastError: string | null
    lockedAt: Date | null
  }>`SELECT id, task_identifier AS task, key, run_at AS "runAt", attempts, max_attempts AS "mostAttempts", left(last_error, 500) AS "lastError", locked_at AS "lockedAt"
    FROM graphile_worker.jobs ORDER BY run_at LIMIT ${most}`.execute(db)
  return rows.map((row) => ({
    ...row,
    state: row.lockedAt ? 'running' : row.attempts >= row.mostAttempts ? 'dead' : row.lastError ? 'retrying' : 'waiting',
  }))
}
