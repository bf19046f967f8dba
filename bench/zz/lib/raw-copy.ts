/**
 * The limit that ingest is measured against: plain COPY of the wide row (time, entity, attribute, region, value, about
 * 130 bytes of JSON, one btree) over one connection from Node, 5,000 rows at a time, each chunk its own transaction.
 */
import { once } from 'node:events'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'

const ROWS = 5000
const CHUNKS = 8

// Chunks are made before the clock starts: the limit is the server's, not the generator's.
const chunk = (number: number): Buffer => {
  const lines: string[] = []
  for (let i = 0; i < ROWS; i += 1) {
    const sensor = (i * 37 + number * 11) % 20_000
    const at = new Date(Date.UTC(2026, 0, 1) + number * 3_600_000 + i).toISOString()
    const value = ((i * 7919) % 5000) / 10
    const entity = `urn:ngsi-ld:BenchSensor:${String(sensor).padStart(6, '0')}`
    const doc = `{"id":"${entity}","a":"level","v":${value},"u":"ug/m3","q":"ok","s":"bench-${sensor % 16}","at":"${at}"}`
    lines.push(`${at}\t${entity}\tlevel\t1201${String((sensor % 16) + 1).padStart(2, '0')}001\t${value}\t${doc}\n`)
  }
  return Buffer.from(lines.join(''))
}

let chunks: Buffer[] | undefined

/** Rows a second over `seconds`. The table is made anew, so that runs do not pay for each other. */
export const rawCopy = async (url: string, seconds: number): Promise<number> => {
  chunks ??= Array.from({ length: CHUNKS }, (_, i) => chunk(i))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('DROP TABLE IF EXISTS public.raw_wide')
    await client.query(
      'CREATE TABLE public.raw_wide (ts timestamptz, entity text, attribute text, region text, value float8, doc json)',
    )
    await client.query('CREATE INDEX ON public.raw_wide (entity, ts)')
    const started = performance.now()
    let rows = 0
    while (performance.now() - started < seconds * 1000) {
      const stream = client.query(copyStreams.from('COPY public.raw_wide FROM STDIN'))
      stream.end(chunks[(rows / ROWS) % CHUNKS])
      await once(stream, 'finish')
      rows += ROWS
    }
    const rate = rows / ((performance.now() - started) / 1000)
    await client.query('DROP TABLE public.raw_wide')
    return rate
  } finally {
    await client.end()
  }
}
