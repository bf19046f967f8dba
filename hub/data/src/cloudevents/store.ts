import { type Db, rows, sql } from '@haihe/kernel'
import type pg from 'pg'
import { type CloudEvent, extensionsOf } from './event.ts'

export interface Received {
  region: string
  by: string
  at: Date
}

const key = (source: string, id: string): string => JSON.stringify([source, id])

/** Stores what is new; returns a test for whether an event was. */
export const insertEvents = async (
  client: pg.ClientBase,
  events: readonly CloudEvent[],
  received: Received,
): Promise<(event: CloudEvent) => boolean> => {
  const payload = events.map((event) => ({ ...event, extensions: Object.fromEntries(extensionsOf(event)) }))
  payload.sort((a, b) => (key(a.source, a.id) < key(b.source, b.id) ? -1 : 1))
  const { rows: inserted } = await client.query<{ source: string; id: string }>(
    `INSERT INTO data.event (source, id, type, subject, time, datacontenttype, dataschema, data, data_base64, extensions, region, received_by, received_at)
     SELECT source, id, type, subject, time, datacontenttype, dataschema, data, data_base64, extensions, $2, $3, $4
       FROM jsonb_to_recordset($1::jsonb) AS t (source text, id text, type text, subject text, time timestamptz,
         datacontenttype text, dataschema text, data jsonb, data_base64 text, extensions jsonb)
     ON CONFLICT DO NOTHING RETURNING source, id`,
    [JSON.stringify(payload), received.region, received.by, received.at],
  )
  const fresh = new Set(inserted.map((row) => key(row.source, row.id)))
  // two equal events in one batch: the first is the stored one
  return (event) => fresh.delete(key(event.source, event.id))
}

export interface EventRow {
  source: string
  id: string
  type: string
  subject: string | null
  time: Date | null
  datacontenttype: string | null
  data: unknown
  region: string
  receivedAt: Date
}

export const listEvents = (db: Db, filter: { type?: string; before?: Date }, scopes: readonly string[], most: number) =>
  rows(
    db,
    sql<EventRow>`SELECT source, id, type, subject, time, datacontenttype, data, region, received_at AS "receivedAt" FROM data.event
      WHERE EXISTS (SELECT FROM unnest(${scopes}::text[]) AS scope WHERE starts_with(region, scope))
        AND (${filter.type ?? null}::text IS NULL OR type = ${filter.type ?? null})
        AND (${filter.before ?? null}::timestamptz IS NULL OR received_at < ${filter.before ?? null})
      ORDER BY received_at DESC LIMIT ${most}`,
  )
