/**
 * A writer's own connection. It is pipelined: statements go out without waiting for the answers before them, so that a
 * transaction costs two round trips instead of one per statement; on a busy machine waiting is what a group costs most.
 */
import pg from 'pg'

export const openConnection = async (url: string): Promise<pg.Client> => {
  const options: pg.ClientConfig & { pipeline: boolean } = {
    connectionString: url,
    application_name: 'haihe-ingest',
    connectionTimeoutMillis: 10_000,
    pipeline: true,
  }
  const client = new pg.Client(options)
  // a connection that dies says so here; the statements under way fail and the group is tried again
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Everything behind the first error of a transaction fails with this. */
const ABORTED = '25P02'

/** Waits for all, whatever becomes of them, then throws the error that was the cause of the others. */
export const landed = async (flight: readonly Promise<unknown>[]): Promise<void> => {
  const outcomes = await Promise.allSettled(flight)
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  if (errors.length > 0) throw errors.find((error) => (error as { code?: string })?.code !== ABORTED) ?? errors[0]
}
