import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { openLibrary } from '../../testing/library.ts'
import { importCsv } from './import.ts'
import { CsvMapping } from './mapping.ts'

const library = await openLibrary()
const { app, ctx, data, source } = library
after(library.close)
await source('file', { region: '99' })
const services = { ctx, ingest: data.ingest }

const post = (name: string, mapping: object, payload: string | Buffer, who = 'engineer') =>
  app.inject({
    method: 'POST',
    url: `/api/feeds/csv/file?name=${encodeURIComponent(name)}&mapping=${encodeURIComponent(JSON.stringify(mapping))}`,
    headers: { authorization: who, 'content-type': 'text/csv' },
    payload,
  })
const readings = async (entity: string) =>
  (
    await ctx.pool.query(
      'SELECT s.attribute, o.at, o.value FROM data.observation o JOIN data.series s ON s.id = o.series WHERE s.entity = $1 ORDER BY 2, 1',
      [entity],
    )
  ).rows.map((row) => [row.attribute, row.at.toISOString(), row.value])

const wide = { shape: 'wide', type: 'ReadingRoom', time: 'timestamp', attribute: 'free', prefix: 'urn:room:', zone: 'UTC' }

test('one column per object: every cell is a reading, empty cells are gaps', async () => {
  const response = await post('wide', wide, 'timestamp,东 1,west\n2026-08-15 00:00:00,10,\n2026-08-15 00:06:00,11,7\n')
  assert.equal(response.statusCode, 200)
  const { startedAt: _s, changedAt: _c, ...row } = response.json()
  assert.deepEqual(row, {
    source: 'file',
    name: 'wide',
    state: 'done',
    lines: 3,
    stored: 3,
    duplicate: 0,
    rejected: 0,
    empty: 1,
    error: null,
  })
  assert.deepEqual(await readings('urn:room:东%201'), [
    ['free', '2026-08-15T00:00:00.000Z', 10],
    ['free', '2026-08-15T00:06:00.000Z', 11],
  ])
})

test('one reading per line, semicolons, a byte order mark, quotes, local time of the city', async () => {
  const mapping = {
    shape: 'long',
    type: 'ReadingRoom',
    time: 'when',
    entity: { column: 'room' },
    prefix: 'urn:long:',
    attribute: { column: 'what' },
    value: 'value',
    delimiter: ';',
  }
  const response = await post(
    'long',
    mapping,
    '\ufeffwhen;room;what;value\r\n2026/8/15 8:00;"a;b";noise;41.5\r\n2026-08-15 24:00;c;noise;1e1\r\n',
  )
  assert.equal(response.json().stored, 2)
  assert.deepEqual(await readings('urn:long:a;b'), [['noise', '2026-08-15T00:00:00.000Z', 41.5]])
  assert.deepEqual(await readings('urn:long:c'), [['noise', '2026-08-15T16:00:00.000Z', 10]])
})

test('one object per line and one column per attribute, in the encoding of older Chinese files', async () => {
  const mapping = {
    shape: 'record',
    type: 'ReadingRoom',
    time: '时间',
    entity: { id: 'urn:room:hall' },
    columns: { 温度: 'temperature', 湿度: 'humidity' },
    charset: 'gb18030',
  }
  // 时间,温度,湿度 in GB 18030
  const header = Buffer.from([0xca, 0xb1, 0xbc, 0xe4, 0x2c, 0xce, 0xc2, 0xb6, 0xc8, 0x2c, 0xca, 0xaa, 0xb6, 0xc8, 0x0a])
  const response = await post('gb', mapping, Buffer.concat([header, Buffer.from('2026-08-15 08:00,21.5,NA\n')]))
  assert.deepEqual([response.json().stored, response.json().empty], [1, 1])
  assert.equal((await readings('urn:room:hall')).length, 1)
})

test('bad lines and cells are kept with their line number, the rest is stored', async () => {
  const file =
    'timestamp,a,b\n2026-08-15 00:00:00,1,x\nyesterday,1,2\n2026-08-15 00:12:00,3\n2026-08-15 00:18:00,4,5\n2001-01-01,1,2\n'
  const response = await post('bad', { ...wide, prefix: 'urn:bad:' }, file)
  assert.equal(response.statusCode, 207)
  assert.deepEqual([response.json().stored, response.json().rejected, response.json().lines], [3, 5, 6])
  const { rows } = await ctx.pool.query(
    `SELECT line, code, path, raw FROM data.dead_letter WHERE source = 'file' ORDER BY line, id`,
  )
  assert.deepEqual(
    rows.map((row) => [row.line, row.code, row.path]),
    [
      [2, 'INVALID_INPUT', 'value'],
      [3, 'INVALID_INPUT', 'timestamp'],
      [4, 'INVALID_INPUT', ''],
      [6, 'TIME_TOO_OLD', 'at'],
      [6, 'TIME_TOO_OLD', 'at'],
    ],
  )
  assert.equal(rows[1].raw, 'yesterday,1,2')
})

const minutes = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, i) => `${new Date(Date.parse('2026-08-15T00:00:00Z') + (from + i) * 60_000).toISOString()},${from + i},0\n`,
  ).join('')
const upload = (name: string, body: Readable) =>
  importCsv(services, {
    source: 'file',
    name,
    mapping: CsvMapping.parse({ ...wide, prefix: `urn:${name}:` }),
    by: 'engineer',
    body,
    mostBytes: 1e9,
  })

test('an upload that breaks off goes on where it stopped when the file is sent again', async () => {
  const whole = `timestamp,a,b\n${minutes(0, 3000)}`
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from(`timestamp,a,b\n${minutes(0, 1800)}`)
      while (((await ctx.pool.query(`SELECT lines FROM data.csv_import WHERE name = 'resume'`)).rows[0]?.lines ?? 0) === 0);
      throw new Error('connection lost')
    })(),
  )
  await assert.rejects(upload('resume', broken), /connection lost/)
  const [stopped] = (await ctx.pool.query(`SELECT lines, stored, state, error FROM data.csv_import WHERE name = 'resume'`)).rows
  assert.equal(stopped.state, 'failed')
  assert.ok(stopped.lines > 0 && stopped.lines < 3001, String(stopped.lines))
  const done = await upload('resume', Readable.from([Buffer.from(whole)]))
  assert.deepEqual([done.state, done.lines, done.stored, done.duplicate], ['done', 3001, 6000, 0])
  assert.equal((await readings('urn:resume:a')).length, 3000)
  // done is done: a third time nothing is read
  assert.deepEqual((await upload('resume', Readable.from([Buffer.from('rubbish')]))).stored, 6000)
})

test('the same name with another mapping, or while it runs, is refused', async () => {
  const slow = Promise.withResolvers<void>()
  const first = upload(
    'busy',
    Readable.from(
      (async function* () {
        yield Buffer.from('timestamp,a,b\n')
        await slow.promise
        yield Buffer.from(minutes(0, 2))
      })(),
    ),
  )
  while (((await ctx.pool.query(`SELECT lease FROM data.csv_import WHERE name = 'busy'`)).rows[0]?.lease ?? null) === null);
  await assert.rejects(upload('busy', Readable.from([Buffer.from('timestamp,a,b\n')])), { code: 'CONFLICT' })
  slow.resolve()
  assert.equal((await first).stored, 4)
  assert.equal((await post('busy', wide, 'timestamp,a\n')).statusCode, 409)
})

test('what cannot be imported is refused with what is wrong', async () => {
  for (const [name, mapping, payload, detail] of [
    ['x1', wide, 'time,a\n', /缺少列：timestamp/],
    ['x2', wide, '', /空/],
    ['x3', wide, 'timestamp,a,a\n', /列名重复/],
    ['x4', wide, Buffer.from([0x74, 0xff, 0xfe, 0x0a]), /utf-8/],
    ['x5', wide, 'timestamp,a\n"2026', /CSV 格式有误/],
  ] as const) {
    const response = await post(name, mapping, payload)
    assert.equal(response.statusCode, 400, name)
    assert.match(response.json().detail, detail)
  }
  for (const mapping of [{}, { ...wide, zone: 'Mars/Olympus' }, { ...wide, shape: 'deep' }, { ...wide, more: 1 }])
    assert.equal((await post('x6', mapping, 'a')).statusCode, 400)
  assert.equal((await post('x7', wide, 'timestamp,a\n', 'citizen')).statusCode, 403)
  assert.equal((await post('x7', wide, 'timestamp,a\n', 'device')).statusCode, 403)
})

test('imports are listed', async () => {
  const { imports } = (await app.inject({ url: '/api/feeds/csv/file', headers: { authorization: 'engineer' } })).json()
  assert.ok(imports.some((one: { name: string; error: string | null }) => one.name === 'x1' && one.error?.includes('缺少列')))
  assert.equal((await app.inject({ url: '/api/feeds/csv/file', headers: { authorization: 'neighbour' } })).statusCode, 404)
})
