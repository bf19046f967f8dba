/** The raw rows and sources behind a number. */
import type { Explanation, Provenance } from '@haihe/contract'
import type { Run } from '../run.ts'

export interface Evidence {
  type: string
  attribute: string
  region: string
  /** readings in [from, to), epoch milliseconds */
  from: number
  to: number
  /** readings per object: 1 for gauges */
  each: number
}

type RecordView = Explanation['records'][number]
type SourceView = Explanation['sources'][number]

// The objects that reported last come first: a number of a whole city is explained by some of them.
const MOST_SERIES = 400
const MOST_RECORDS = 100

const series = `SELECT s.id, s.district, s.entity, s.attribute, s.region, s.source, l.at AS newest
  FROM data.series s LEFT JOIN data.latest l ON l.district = s.district AND l.series = s.id
  WHERE s.type = $1 AND s.attribute = $2 AND s.kind = 'number' AND s.region LIKE $3 || '%'`

const RECORDS = `WITH own AS MATERIALIZED (${series} ORDER BY l.at DESC NULLS LAST LIMIT ${MOST_SERIES})
  SELECT own.entity, own.attribute, own.region, own.source, o.at, o.value, src.provenance
  FROM own
  JOIN LATERAL (SELECT at, value FROM data.observation
    WHERE district = own.district AND series = own.id AND at >= $4 AND at < $5 ORDER BY at DESC LIMIT $6) AS o ON true
  LEFT JOIN data.source src ON src.id = own.source
  ORDER BY o.at DESC, own.entity LIMIT ${MOST_RECORDS}`

export const readRecords = async (run: Run, evidence: Evidence): Promise<Omit<RecordView, 'name'>[]> => {
  const { type, attribute, region, from, to, each } = evidence
  const low = from === -Infinity ? '-infinity' : new Date(from)
  const rows = await run<Omit<RecordView, 'name' | 'at' | 'provenance'> & { at: Date; provenance: Provenance | null }>(RECORDS, [
    type,
    attribute,
    region,
    low,
    new Date(to),
    Math.min(each, MOST_RECORDS),
  ])
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), provenance: row.provenance ?? 'simulated' }))
}

const SOURCES = `SELECT src.id, src.title, src.provenance, src.last_seen FROM data.source src
  WHERE src.id IN (SELECT source FROM (${series}) AS own) ORDER BY src.id`

export const readSources = async (
  run: Run,
  { type, attribute, region }: Pick<Evidence, 'type' | 'attribute' | 'region'>,
): Promise<SourceView[]> => {
  const rows = await run<{ id: string; title: string; provenance: Provenance; last_seen: Date | null }>(SOURCES, [
    type,
    attribute,
    region,
  ])
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    provenance: row.provenance,
    lastSeen: row.last_seen?.toISOString() ?? null,
  }))
}
