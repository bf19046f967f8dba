/** Connections of the hot path: a transaction costs as few statements and round trips as it can. */
import pg from 'pg'
import type { Statement, Step } from './executor.ts'
import { type Joinable, merge, type Plain } from './merge.ts'

export interface Writer {
  pool: pg.Pool
  /** all steps or none take effect; the error of the first that fails is thrown */
  transact: (steps: (connection: pg.ClientBase) => readonly Step[]) => Promise<void>
  close: () => Promise<void>
}

type Query = Partial<Statement> & { text: string; values: readonly unknown[] }

interface Recorded {
  query: Query
  resolve: (result: { rows: unknown[] }) => void
  reject: (error: unknown) => void
}

/** Stands in for a connection: notes the statements it is given until it is told to pass them on. */
const createRecorder = (client: pg.PoolClient) => {
  const recorded: Recorded[] = []
  let recording = true
  const query = (first: string | Query, values: readonly unknown[] = []): Promise<unknown> => {
    const asked: Query = typeof first === 'string' ? { text: first, values } : first
    if (!recording) return client.query(asked as pg.QueryConfig)
    return new Promise((resolve, reject) => recorded.push({ query: asked, resolve, reject }))
  }
  const connection = Object.create(client, { query: { value: query } }) as pg.ClientBase
  return {
    connection,
    recorded,
    passOn: () => {
      recording = false
    },
  }
}

/** A statement keeps its plan under a name; equal texts share one. */
const names = new Map<string, string>()
const named = (plain: Plain): pg.QueryConfig => {
  const name = names.get(plain.text) ?? `business-${names.size}`
  names.set(plain.text, name)
  return { name, text: plain.text, values: [...plain.values] }
}

const joinableOf = ({ ctes, select, values }: Query): Joinable | undefined =>
  ctes !== undefined && select !== undefined ? { ctes, select, values } : undefined

/** What was recorded as one statement, when it can be: one that others may join, and those others. */
const together = (recorded: readonly Recorded[]): Plain | undefined => {
  const [main, ...more] = recorded.map(({ query }) => joinableOf(query)).filter((each) => each !== undefined)
  if (!main || more.length > 0) return undefined
  return merge(
    main,
    recorded.filter(({ query }) => !joinableOf(query)).map(({ query }) => query),
  )
}

const send = async (client: pg.PoolClient, recorded: readonly Recorded[]): Promise<void> => {
  const one = together(recorded)
  if (!one) {
    await Promise.all(recorded.map(({ query, resolve, reject }) => client.query(named(query)).then(resolve, reject)))
    return
  }
  try {
    const result = await client.query(named(one))
    for (const { query, resolve } of recorded) resolve(joinableOf(query) ? result : { rows: [] })
  } catch (error) {
    for (const { reject } of recorded) reject(error)
  }
}

const failureOf = (results: readonly PromiseSettledResult<unknown>[]): PromiseRejectedResult | undefined =>
  results.find((result) => result.status === 'rejected')

/**
 * First every step that does not wait is asked what it writes, then all of it is sent together: as one statement, which
 * needs no BEGIN and COMMIT, or else as a transaction. Steps that wait come after it, inside the same transaction.
 */
const perform = async (client: pg.PoolClient, build: (connection: pg.ClientBase) => readonly Step[]): Promise<void> => {
  const recorder = createRecorder(client)
  const steps = build(recorder.connection)
  const quick = steps.filter((step) => !step.waits).map((step) => step())
  // a step that fails of itself must do so before anything is sent
  await Promise.race([Promise.all(quick), Promise.resolve()])
  const waiting = steps.filter((step) => step.waits)
  const alone = waiting.length === 0 && together(recorder.recorded) !== undefined && recorder.recorded.length === quick.length
  recorder.passOn()
  if (alone) {
    await send(client, recorder.recorded)
    const failed = failureOf(await Promise.allSettled(quick))
    if (failed) throw failed.reason
    return
  }
  const begun = client.query('BEGIN')
  const sent = send(client, recorder.recorded)
  const slow = waiting.map((step) => step())
  const failed = failureOf(await Promise.allSettled([begun, ...quick, sent, ...slow]))
  const { command } = await client.query(failed ? 'ROLLBACK' : 'COMMIT')
  if (failed) throw failed.reason
  // COMMIT of a failed transaction is answered with ROLLBACK, not with an error
  if (command !== 'COMMIT') throw new Error('the transaction had failed unnoticed and was rolled back')
}

/** In pipeline mode, so that the statements of a transaction travel together. */
export const openWriter = (url: string, max: number): Writer => {
  const options: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    max,
    pipeline: true,
    application_name: 'haihe-cases',
  }
  const pool = new pg.Pool(options)
  // an idle connection that dies must not take the process down; the pool replaces it
  pool.on('error', () => {})
  return {
    pool,
    async transact(build) {
      const client = await pool.connect()
      try {
        await perform(client, build)
      } finally {
        client.release()
      }
    },
    close: () => (pool.ending ? Promise.resolve() : pool.end()),
  }
}
