/** Outcomes of notifications: proofs take the place of what was owed, counters of subscribers move, all in one statement. */
import type pg from 'pg'
import { numberArray, textArray } from './arrays.ts'

/** Outcome of one try of one notification. */
export interface Outcome {
  subscriber: number
  /** withheld: the policy tells the subscriber nothing of it; nothing was sent */
  state: 'delivered' | 'tried' | 'dead' | 'withheld'
  ids: readonly number[]
  /** deliveries whose object went out in a newer state */
  superseded: readonly number[]
  notification: string
  attempts: number
  status: number | null
  error: string | null
  at: Date
  /** failed tries in a row of the subscriber, this one with them */
  failures: number
  nextTry: Date | null
}

/** Outcomes of one subscriber stand in the order in which they came. */
export const settle = async (client: pg.ClientBase, outcomes: readonly Outcome[]): Promise<void> => {
  const done: { subscriber: number; id: number; outcome: Outcome; merged: boolean }[] = []
  const bySubscriber = new Map<number, { last: Outcome; sent: number; failed: number; told?: Date; ok?: Date; bad?: Date }>()
  for (const outcome of outcomes) {
    const { subscriber, state, at } = outcome
    if (state !== 'tried') {
      for (const id of outcome.ids) done.push({ subscriber, id, outcome, merged: false })
      for (const id of outcome.superseded) done.push({ subscriber, id, outcome, merged: true })
    }
    const sum = bySubscriber.get(subscriber) ?? { last: outcome, sent: 0, failed: 0 }
    sum.last = outcome
    if (state !== 'withheld') {
      sum.sent += 1
      sum.told = at
    }
    if (state === 'delivered') sum.ok = at
    else if (state !== 'withheld') {
      sum.failed += 1
      sum.bad = at
    }
    bySubscriber.set(subscriber, sum)
  }
  const sums = [...bySubscriber].sort(([a], [b]) => a - b)
  const tried = ({ state, ids }: Outcome): string | null => (state === 'tried' ? numberArray(ids) : null)
  await client.query({
    name: 'delivery-settle',
    text: `WITH gone AS (
        DELETE FROM data.delivery_queue q
        USING unnest($1::int[], $2::bigint[], $3::text[], $4::int[], $5::timestamptz[], $6::int[], $7::text[], $8::text[])
          AS d (subscriber, id, state, attempts, at, status, error, notification)
        WHERE q.subscriber = d.subscriber AND q.id = d.id
        RETURNING q.*, d.state, d.attempts, d.at, d.status, d.error, d.notification),
      proof AS (
        INSERT INTO data.delivery
          (id, subscriber, change, region, entity, queued_at, state, attempts, done_at, status, error, replay_of, notification)
        SELECT id, subscriber, change, region, entity, queued_at, state, attempts, at, status, error, replay_of, notification FROM gone)
      UPDATE data.delivery_subscriber u SET times_sent = u.times_sent + s.sent, times_failed = u.times_failed + s.failed,
        last_notification = coalesce(s.at, u.last_notification), last_success = coalesce(s.ok, u.last_success), last_failure = coalesce(s.bad, u.last_failure),
        failures = s.failures, next_try_at = s.next_try, tried = s.tried::bigint[],
        attempts = CASE WHEN s.tried IS NULL THEN 0 ELSE s.attempts END, tried_at = s.at, status = s.status, error = s.error
      FROM unnest($9::int[], $10::int[], $11::int[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::int[],
        $16::timestamptz[], $17::text[], $18::int[], $19::int[], $20::text[])
        AS s (subscriber, sent, failed, at, ok, bad, failures, next_try, tried, attempts, status, error)
      WHERE u.key = s.subscriber`,
    values: [
      numberArray(done.map((one) => one.subscriber)),
      numberArray(done.map((one) => one.id)),
      textArray(done.map((one) => (one.merged ? 'superseded' : one.outcome.state))),
      numberArray(done.map((one) => one.outcome.attempts)),
      done.map((one) => one.outcome.at),
      done.map((one) => one.outcome.status),
      done.map((one) => one.outcome.error),
      textArray(done.map((one) => one.outcome.notification)),
      numberArray(sums.map(([key]) => key)),
      numberArray(sums.map(([, one]) => one.sent)),
      numberArray(sums.map(([, one]) => one.failed)),
      sums.map(([, one]) => one.told ?? null),
      sums.map(([, one]) => one.ok ?? null),
      sums.map(([, one]) => one.bad ?? null),
      numberArray(sums.map(([, one]) => one.last.failures)),
      sums.map(([, one]) => one.last.nextTry),
      sums.map(([, one]) => tried(one.last)),
      numberArray(sums.map(([, one]) => one.last.attempts)),
      sums.map(([, one]) => one.last.status),
      sums.map(([, one]) => one.last.error),
    ],
  })
}
