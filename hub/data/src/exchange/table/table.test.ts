import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type ConnectorSettings, Mapping, PostgresSettings, type TableStrategy } from '@haihe/contract'
import { findConnector } from '../connector/connector-store.ts'
import { type Desk, openDesk } from '../testing/desk.ts'
import { openPostgres } from './pg-store.ts'
import { openTable } from './table-source.ts'

const desk: Desk = await openDesk({
  open: async ({ settings }) =>
    openTable(
      await openPostgres(settings as PostgresSettings, new URL(desk.ctx.url).hostname, new URL(desk.ctx.url).password),
      (settings as PostgresSettings).strategy,
      100,
    ),
})
after(() => desk.close())
const url = new URL(desk.ctx.url)
await desk.ctx.pool.query(`CREATE SCHEMA shelf;
  CREATE TABLE shelf."Loans of 2026" (a int, b text, title text, copies numeric(10, 2), changed timestamptz, lent date, kept boolean, doc jsonb,
    PRIMARY KEY (b, a));
  CREATE TABLE shelf.serial (id bigint PRIMARY KEY, title text, changed timestamp)`)

const settings = (table: string, strategy: TableStrategy): ConnectorSettings => ({
  kind: 'postgres',
  settings: PostgresSettings.parse({
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    schema: 'shelf',
    table,
    strategy,
  }),
})
const mapping = Mapping.parse({
  fields: {
    loan_no: { column: 'b', transforms: [{ op: 'concat', columns: ['a'], separator: '/' }] },
    title: { column: 'title' },
    copies: { column: 'copies', transforms: [{ op: 'split', separator: '.', part: 0 }] },
    returned_at: { column: 'changed' },
    lent_on: { column: 'lent' },
    renewed: { column: 'kept' },
  },
})
const serial = Mapping.parse({
  fields: { loan_no: { column: 'id' }, title: { column: 'title' }, returned_at: { column: 'changed' } },
})
const clear = () => desk.ctx.pool.query(`TRUNCATE ${desk.services.held.table(desk.resource)}`)

test('a table is loaded by ranges of its key, with its values as they are; what is gone goes here as well', async () => {
  await desk.ctx.pool.query(`INSERT INTO shelf."Loans of 2026"
    SELECT n % 7, 'k' || n / 7, 'title ' || n, n + 0.5, timestamptz '2026-03-05 08:00+08' + n * interval '1 second', date '2026-03-05' + n % 20, n % 2 = 0, '{}'
    FROM generate_series(1, 1050) n`)
  const { id } = await desk.connector(settings('Loans of 2026', { by: 'full' }), { mapping })
  const run = await desk.run(id)
  assert.equal(run.state, 'done', run.error ?? '')
  assert.deepEqual([run.read, run.written, run.rejected], [1050, 1050, 0])
  const compared = await desk.ctx.pool.query(`SELECT count(*) AS n FROM shelf."Loans of 2026" s
    JOIN ${desk.services.held.table(desk.resource)} h ON h.loan_no = s.b || '/' || s.a AND h.title = s.title AND h.copies = trunc(s.copies)
      AND h.returned_at = s.changed AND h.lent_on = s.lent AND h.renewed = s.kept`)
  assert.equal(compared.rows[0].n, 1050)
  await desk.ctx.pool.query(
    `DELETE FROM shelf."Loans of 2026" WHERE a = 3; UPDATE shelf."Loans of 2026" SET title = 'new' WHERE a = 4`,
  )
  const again = await desk.run(id)
  assert.deepEqual([again.written, again.removed, again.unchanged], [150, 150, 750])
  await clear()
})

test('by time: only what changed since the last time is read, with a window for transactions that commit late', async () => {
  await desk.ctx.pool.query(`TRUNCATE shelf.serial; INSERT INTO shelf.serial SELECT n, 'first', timestamp '2026-03-05 08:00' + n * interval '1 second' FROM generate_series(1, 1000) n;
    INSERT INTO shelf.serial VALUES (5000, 'never changed', NULL)`)
  const { id } = await desk.connector(settings('serial', { by: 'timestamp', column: 'changed', overlapSeconds: 60 }), {
    mapping: serial,
  })
  assert.equal((await desk.run(id)).read, 1001)
  assert.deepEqual((await findConnector(desk.ctx.db, id))?.watermark, {
    by: 'timestamp',
    column: 'changed',
    value: '2026-03-05 08:16:40',
  })
  const idle = await desk.run(id)
  assert.deepEqual([idle.read, idle.written], [60, 0])
  await desk.ctx.pool.query(`UPDATE shelf.serial SET title = 'changed', changed = '2026-03-05 09:00' WHERE id <= 250;
    INSERT INTO shelf.serial VALUES (2000, 'dated before the last time, committed after', '2026-03-05 08:16:30')`)
  const next = await desk.run(id)
  assert.deepEqual([next.written, next.removed], [251, 0])
  const wrong = await desk.ctx.pool.query(`SELECT s.id FROM shelf.serial s FULL JOIN ${desk.services.held.table(desk.resource)} h
    ON h.loan_no = s.id::text WHERE h.title IS DISTINCT FROM s.title`)
  assert.deepEqual(wrong.rows, [])
  await clear()
})

test('by key: only rows behind the last key are read, and some before it again', async () => {
  await desk.ctx.pool.query(`TRUNCATE shelf.serial; INSERT INTO shelf.serial SELECT n * 2, 'x' FROM generate_series(1, 500) n`)
  const { id } = await desk.connector(settings('serial', { by: 'key', overlapRows: 10 }), { mapping: serial })
  assert.equal((await desk.run(id)).written, 500)
  await desk.ctx.pool.query(
    `INSERT INTO shelf.serial SELECT 1000 + n, 'y' FROM generate_series(1, 300) n; INSERT INTO shelf.serial VALUES (995, 'late')`,
  )
  const next = await desk.run(id)
  assert.deepEqual([next.written, next.unchanged], [301, 9])
  await clear()
})

test('names are quoted, and the connection cannot write', async () => {
  const table = await openPostgres(settings('serial', { by: 'full' }).settings as PostgresSettings, url.hostname, url.password)
  await assert.rejects(async () => table.greatest('id"; DELETE FROM shelf.serial; --'), /源表没有列/)
  await assert.rejects(
    table.page({ after: null, order: ['id" DESC; DELETE FROM shelf.serial; --'], above: null, upTo: null, limit: 1 }),
    /does not exist/,
  )
  await table.close()
  const { rows } = await desk.ctx.pool.query('SELECT count(*) AS n FROM shelf.serial')
  assert.ok(rows[0].n > 0)
})

test('a view is read by the key that is named, unless a row has none there', async () => {
  await desk.ctx.pool.query(`CREATE TABLE shelf.under_view (id bigint, title text, changed timestamp);
    INSERT INTO shelf.under_view SELECT n, 'x' FROM generate_series(1, 250) n;
    CREATE VIEW shelf.seen AS SELECT * FROM shelf.under_view`)
  const view = settings('seen', { by: 'full' })
  const { id } = await desk.connector({ ...view, settings: { ...view.settings, key: ['id'] } } as ConnectorSettings, {
    mapping: serial,
  })
  const run = await desk.run(id)
  assert.deepEqual([run.state, run.written], ['done', 250], run.error ?? '')
  await desk.ctx.pool.query(`INSERT INTO shelf.under_view VALUES (NULL, 'lost')`)
  assert.match((await desk.run(id)).error ?? '', /id 有空值/)
  await clear()
})

test('a column that is gone stops the run and empties nothing; one that came is told until somebody decides', async () => {
  await desk.ctx.pool.query(`CREATE TABLE shelf.changing (id bigint PRIMARY KEY, title text, changed timestamp);
    INSERT INTO shelf.changing VALUES (1, 'one', NULL)`)
  const { id } = await desk.connector(settings('changing', { by: 'full' }), { mapping: serial })
  assert.equal((await desk.run(id)).written, 1)
  await desk.ctx.pool.query('ALTER TABLE shelf.changing RENAME title TO name')
  const failed = await desk.run(id)
  assert.equal(failed.state, 'failed')
  assert.match(failed.error ?? '', /映射用到的列：title。已有数据没有改动/)
  assert.deepEqual(await desk.rows('loan_no, title'), [{ loan_no: '1', title: 'one' }])
  await desk.ctx.pool.query(`ALTER TABLE shelf.changing RENAME name TO title; ALTER TABLE shelf.changing ADD place text`)
  assert.equal((await desk.run(id)).state, 'done')
  assert.deepEqual((await findConnector(desk.ctx.db, id))?.newColumns, ['place'])
  await clear()
})

test('a table without a key, and one that is not there, are told in words', async () => {
  await desk.ctx.pool.query('CREATE TABLE shelf.loose (a int)')
  for (const [table, words] of [
    ['loose', /主键/],
    ['seria', /没有表 seria.*能读的有：serial、/],
  ] as const) {
    const { id } = await desk.connector(settings(table, { by: 'full' }), { mapping: serial })
    const run = await desk.run(id)
    assert.equal(run.state, 'failed')
    assert.match(run.error ?? '', words)
  }
})
