/** How fast a CSV run is, against raw COPY of the same rows into the same table: `node hub/data/src/exchange/testing/speed.ts [rows]`. */

import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { openCsv } from '../file/csv-source.ts'
import { detectCsv } from '../file/detect.ts'
import { SourceError } from '../source/types.ts'
import { openDesk, UPLOAD } from './desk.ts'

const ROWS = Number(process.argv[2] ?? 300_000)
const HEADER = 'loan_no,reader_id,title,branch,copies,fee,lent_on,returned_at,renewed'
const desk = await openDesk({
  open: async (_, input) => {
    if (!input || !('file' in input)) throw new SourceError('no file')
    return openCsv({
      path: input.file,
      shape: await detectCsv(input.file, { charset: null, delimiter: null }),
      byRecord: false,
      whole: false,
    })
  },
})
const path = `${desk.folder}/speed.csv`
const out = createWriteStream(path)
out.write(`${HEADER}\n`)
for (let n = 0; n < ROWS; n += 1) {
  const second = String(n % 60).padStart(2, '0')
  const line = `L${n},,title of the book number ${n},990101,${n % 9},${n % 100}.25,2026-03-${String((n % 28) + 1).padStart(2, '0')},2026-03-05T08:00:${second}+08:00,${n % 2 === 0}\n`
  if (!out.write(line)) await once(out, 'drain')
}
out.end()
await once(out, 'finish')

const table = desk.services.held.table(desk.resource)
const empty = () => desk.ctx.pool.query(`TRUNCATE ${table}`)
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** The fields alone, into a table with the indexes of the held one. */
const raw = async (): Promise<void> => {
  const client = new pg.Client({ connectionString: desk.ctx.url })
  await client.connect()
  await client.query(`DROP TABLE IF EXISTS raw; CREATE TABLE raw (LIKE ${table}); ALTER TABLE raw DROP COLUMN _key, ADD PRIMARY KEY (loan_no);
    CREATE INDEX ON raw (_region text_pattern_ops); CREATE INDEX ON raw USING brin (_at)`)
  await pipeline(
    createReadStream(path),
    client.query(copyStreams.from(`COPY raw (${HEADER}) FROM STDIN (FORMAT csv, HEADER true)`)),
  )
  await client.end()
}

const connector = await desk.connector(UPLOAD)
const ratios: number[] = []
for (let round = 0; round < 3; round += 1) {
  await empty()
  const copied = await seconds(raw)
  const run = await seconds(async () => {
    const done = await desk.run(connector.id, { file: path, name: 'speed.csv' })
    if (done.state !== 'done' || done.written !== ROWS) throw new Error(`${done.state} ${done.error} ${done.written}`)
  })
  ratios.push(copied / run)
  console.log(
    `raw COPY ${Math.round(ROWS / copied)} rows/s, run ${Math.round(ROWS / run)} rows/s, ratio ${(copied / run).toFixed(2)}`,
  )
}
console.log(JSON.stringify({ ratio: Number(ratios.sort((a, b) => a - b)[1]?.toFixed(2)), rows: ROWS }))
await desk.close()
