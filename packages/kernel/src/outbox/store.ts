import type pg from 'pg'
import { type Db, firstRow, isClient, rows, sql, type Trx } from '../db.ts'
import type { NewEvent, OutboxEvent } from './types.ts'

export const insertEvents = async (trx: Trx | pg.ClientBase, events: readonly NewEvent[], at: Date): Promise<void> => {
  const payload = JSON.stringify(events)
  const text = `INSERT INTO kernel.outbox (at, topic, key, region, payload)
    SELECT $2, e->>'topic', e->>'key', e->>'region', e->'payload' FROM jsonb_array_elements($1::jsonb) AS e`
  if (isClient(trx)) await trx.query(text, [payload, at])
  else
    await sql`INSERT INTO kernel.outbox (at, topic, key, region, payload)
      SELECT ${at}, e->>'topic', e->>'key', e->>'region', e->'payload' FROM jsonb_array_elements(${payload}::jsonb) AS e`.execute(
      trx,
    )
}

export const registerConsumer = async (db: Db, consumer: string): Promise<void> => {
  await sql`INSERT INTO kernel.outbox_consumer (consumer) VALUES (${consumer}) ON CONFLICT DO NOTHING`.execute(db)
}

/** Locks the consumer's cursor; undefined when another process holds it. */
export const lockCursor = (trx: Trx, consumer: string) =>
  firstRow(
    trx,
    sql<{
      xid: string
      seq: number
    }>`SELECT xid::text, seq FROM kernel.outbox_consumer WHERE consumer = ${consumer} FOR UPDATE SKIP LOCKED`,
  )

/**
 * The next events of the topics in order. Each topic is read along its own part of the index, so that a consumer of what
 * seldom happens does not walk past everything that happens often.
 */
export const readAfter = (trx: Trx, xid: string, seq: number, topics: readonly string[], most: number) =>
  rows(
    trx,
    sql<OutboxEvent & { xid: string }>`SELECT e.seq, e.xid::text, e.at, e.topic, e.key, e.region, e.payload
      FROM unnest(${topics}::text[]) AS t (topic), LATERAL (
        SELECT * FROM kernel.outbox o
        WHERE o.topic = t.topic AND (o.xid, o.seq) > (${xid}::xid8, ${seq}) AND o.xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY o.xid, o.seq LIMIT ${most}) AS e
      ORDER BY e.xid, e.seq LIMIT ${most}`,
  )

export const moveCursor = async (trx: Trx, consumer: string, xid: string, seq: number, at: Date): Promise<void> => {
  await sql`UPDATE kernel.outbox_consumer SET xid = ${xid}::xid8, seq = ${seq}, moved_at = ${at} WHERE consumer = ${consumer}`.execute(
    trx,
  )
}

export const waitingKeys = (trx: Trx, consumer: string) =>
  rows(trx, sql<{ key: string }>`SELECT DISTINCT key FROM kernel.outbox_retry WHERE consumer = ${consumer} AND state = 'waiting'`)

export const setAside = async (
  trx: Trx,
  entry: { consumer: string; seq: number; key: string; tries: number; nextAt: Date; state: 'waiting' | 'dead'; error: string },
): Promise<void> => {
  await sql`INSERT INTO kernel.outbox_retry (consumer, seq, key, tries, next_at, state, error)
    VALUES (${entry.consumer}, ${entry.seq}, ${entry.key}, ${entry.tries}, ${entry.nextAt}, ${entry.state}, ${entry.error})
    ON CONFLICT (consumer, seq) DO UPDATE SET tries = excluded.tries, next_at = excluded.next_at, state = excluded.state, error = excluded.error`.execute(
    trx,
  )
}

/** The oldest waiting event of each key whose time has come: order within a key holds. */
export const dueRetries = (trx: Trx, consumer: string, now: Date) =>
  rows(
    trx,
    sql<OutboxEvent & { tries: number }>`SELECT o.seq, o.at, o.topic, o.key, o.region, o.payload, r.tries
      FROM (SELECT DISTINCT ON (key) key, seq, tries, next_at FROM kernel.outbox_retry
            WHERE consumer = ${consumer} AND state = 'waiting' ORDER BY key, seq) r
      JOIN kernel.outbox o USING (seq) WHERE r.next_at <= ${now} ORDER BY o.seq LIMIT 50`,
  )

export const forgetRetry = async (trx: Trx, consumer: string, seq: number): Promise<void> => {
  await sql`DELETE FROM kernel.outbox_retry WHERE consumer = ${consumer} AND seq = ${seq}`.execute(trx)
}

export const lag = (db: Db, consumer: string, topics: readonly string[], now: Date) =>
  firstRow(
    db,
    sql<{ behind: number; waiting: number }>`SELECT
      (SELECT count(*) FROM kernel.outbox_consumer c, unnest(${topics}::text[]) AS t (topic), LATERAL (
        SELECT 1 FROM kernel.outbox o WHERE o.topic = t.topic AND (o.xid, o.seq) > (c.xid, c.seq) OFFSET 0) AS o
        WHERE c.consumer = ${consumer}) AS behind,
      (SELECT count(*) FROM (SELECT DISTINCT ON (key) next_at FROM kernel.outbox_retry
        WHERE consumer = ${consumer} AND state = 'waiting' ORDER BY key, seq) head WHERE next_at <= ${now}) AS waiting`,
  )

export const consumers = (db: Db) =>
  rows(
    db,
    sql<{
      consumer: string
      seq: number
      movedAt: Date | null
      waiting: number
      dead: number
    }>`SELECT c.consumer, c.seq, c.moved_at AS "movedAt",
      count(*) FILTER (WHERE r.state = 'waiting') AS waiting, count(*) FILTER (WHERE r.state = 'dead') AS dead
      FROM kernel.outbox_consumer c LEFT JOIN kernel.outbox_retry r USING (consumer) GROUP BY c.consumer, c.seq, c.moved_at ORDER BY 1`,
  )
