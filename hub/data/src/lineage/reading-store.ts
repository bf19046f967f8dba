/** Single readings, the requests that brought them, and what stands beside them. */
import type { ArrivalProtocol } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'
import type { ReadingFact } from './reading-nodes.ts'

export interface SeriesFact {
  series: number
  district: number
  entity: string
  type: string
  attribute: string
  region: string
  source: string
  sourceTitle: string
  derived: boolean
}

const SERIES = sql.raw(`s.id AS series, s.district, s.entity, s.type, s.attribute, s.region, s.source,
  coalesce(src.title, s.source) AS "sourceTitle", s.derived`)
const FROM = sql.raw('data.series s LEFT JOIN data.source src ON src.id = s.source')

/** A reading with its series; undefined when none is stored at that time. */
export const findReading = (db: Db, series: number, at: Date) =>
  firstRow(
    db,
    sql<SeriesFact & ReadingFact>`SELECT ${SERIES}, o.at, o.value FROM ${FROM}
      JOIN data.observation o ON o.district = s.district AND o.series = s.id WHERE s.id = ${series} AND o.at = ${at}`,
  )

/**
 * What a derived reading was made of: the newest reading of each attribute at its time that was known when it was stored.
 * Numbers of transactions run in a circle; what is less than half of it ahead came later.
 */
export const inputsOf = (db: Db, reading: SeriesFact & ReadingFact, attributes: readonly string[]) =>
  rows(
    db,
    sql<SeriesFact & ReadingFact>`SELECT ${SERIES}, i.at, i.value FROM ${FROM}
      JOIN data.observation own ON own.district = ${reading.district} AND own.series = ${reading.series} AND own.at = ${reading.at}
      JOIN LATERAL (SELECT o.at, o.value FROM data.observation o WHERE o.district = s.district AND o.series = s.id AND o.at <= own.at
          AND (own.xmin::text::bigint - o.xmin::text::bigint + 4294967296) % 4294967296 < 2147483648
        ORDER BY o.at DESC LIMIT 1) AS i ON true
      WHERE s.entity = ${reading.entity} AND s.attribute = ANY(${attributes}::text[]) AND s.kind = 'number' ORDER BY s.attribute`,
  )

/** Readings of derived attributes at the same time: what this one may have gone into. */
export const derivedAt = (db: Db, reading: SeriesFact & ReadingFact, attributes: readonly string[]) =>
  rows(
    db,
    sql<SeriesFact & ReadingFact>`SELECT ${SERIES}, o.at, o.value FROM ${FROM}
      JOIN data.observation o ON o.district = s.district AND o.series = s.id AND o.at = ${reading.at}
      WHERE s.entity = ${reading.entity} AND s.attribute = ANY(${attributes}::text[]) AND s.derived ORDER BY s.attribute`,
  )

/** Newest readings of an object. */
export const latestOf = (db: Db, entity: string) =>
  rows(
    db,
    sql<SeriesFact & ReadingFact>`SELECT ${SERIES}, l.at, l.value FROM ${FROM}
      JOIN data.latest l ON l.district = s.district AND l.series = s.id
      WHERE s.entity = ${entity} AND l.value IS NOT NULL ORDER BY s.attribute LIMIT 200`,
  )

export interface BatchFact {
  source: string
  sourceTitle: string
  region: string
  batch: number
  messages: number
  protocol: ArrivalProtocol
  message: string | null
  receivedAt: Date
}

// Times of arrival are what the table is ordered by: the number of a request begins with its time (arrival.ts).
const AROUND = (batch: number) =>
  sql`a.received_at BETWEEN to_timestamp(${batch / 1024_000}::float8 - 60) AND to_timestamp(${batch / 1024_000}::float8 + 60)`

export const findBatch = (db: Db, source: string, batch: number) =>
  firstRow(
    db,
    sql<BatchFact>`SELECT a.source, coalesce(src.title, a.source) AS "sourceTitle", coalesce(src.region, '') AS region, a.batch,
        a.messages, a.protocol, a.message, a.received_at AS "receivedAt"
      FROM data.arrival a LEFT JOIN data.source src ON src.id = a.source
      WHERE ${AROUND(batch)} AND a.source = ${source} AND a.batch = ${batch} LIMIT 1`,
  )

/** Readings that a request brought, some hundred of them. */
export const readingsOfBatch = (db: Db, source: string, batch: number) =>
  rows(
    db,
    sql<SeriesFact & ReadingFact>`SELECT ${SERIES}, o.at, o.value FROM data.arrival a
      JOIN ${FROM} ON s.source = a.source AND (a.series IS NULL OR a.series @> s.id) AND NOT s.derived
      JOIN data.observation o ON o.district = s.district AND o.series = s.id AND o.at BETWEEN a.from_at AND a.to_at
        AND o.xmin::text::bigint = a.xid::text::bigint & 4294967295
      WHERE ${AROUND(batch)} AND a.source = ${source} AND a.batch = ${batch} ORDER BY s.entity, s.attribute, o.at LIMIT 200`,
  )

export interface LetterFact {
  id: number
  source: string
  region: string
  code: string
  message: string
  receivedAt: Date
}
const LETTER = sql.raw('id, source, region, code, message, received_at AS "receivedAt"')

/** What the same requests lost: items that were rejected. */
export const lettersOfBatch = (db: Db, source: string, batch: number) =>
  rows(
    db,
    sql<LetterFact>`SELECT ${LETTER} FROM data.dead_letter WHERE source = ${source} AND batch BETWEEN ${batch} AND
        coalesce((SELECT max(a.last_batch) FROM data.arrival a WHERE ${AROUND(batch)} AND a.source = ${source} AND a.batch = ${batch}),
          ${batch}) ORDER BY id LIMIT 200`,
  )

export const findLetter = (db: Db, id: number) =>
  firstRow(db, sql<LetterFact & { batch: number | null }>`SELECT ${LETTER}, batch FROM data.dead_letter WHERE id = ${id}`)

/** Region in which an object reports; undefined for one that never did. */
export const regionOfObject = async (db: Db, entity: string): Promise<string | undefined> =>
  (await firstRow(db, sql<{ region: string }>`SELECT region FROM data.series WHERE entity = ${entity} LIMIT 1`))?.region

export const findSeries = (db: Db, series: number) =>
  firstRow(
    db,
    sql<{
      region: string
      type: string
      attribute: string
    }>`SELECT region, type, attribute FROM data.series WHERE id = ${series}`,
  )

/** What people call objects, from their description or a reading of the attribute `name`. */
export const namesOf = async (db: Db, entities: readonly string[]): Promise<Map<string, string>> => {
  const found = await rows(
    db,
    sql<{ id: string; name: string | null }>`SELECT q.id, coalesce(
        (SELECT v.value #>> '{0,value}' FROM jsonb_each(e.doc) AS v
          WHERE v.key ~ '[/#]name$' AND jsonb_typeof(v.value #> '{0,value}') = 'string' ORDER BY v.key LIMIT 1),
        (SELECT l.state #>> '{}' FROM data.series s JOIN data.latest l ON l.district = s.district AND l.series = s.id
          WHERE s.entity = q.id AND s.attribute = 'name' AND s.kind = 'text')) AS name
      FROM unnest(${entities}::text[]) AS q (id) LEFT JOIN data.entity e ON e.id = q.id AND e.tenant = ''`,
  )
  return new Map(found.map(({ id, name }) => [id, name ?? id]))
}
