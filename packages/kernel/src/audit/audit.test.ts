import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inTransaction, sql } from '../db.ts'
import { kernelMigrations } from '../migrations.ts'
import { testActor, testContext, testServer } from '../testing/index.ts'
import { createAudit, sealAudit } from './audit.ts'
import { HAS_SM3 } from './chain.ts'
import { auditRoutes } from './routes.ts'
import type { Audit, AuditEntry } from './types.ts'
import { exportAudit, verifyAudit, verifyAuditLines } from './verify.ts'

const entry = (subject: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: { id: 'reader', kind: 'person', name: '读者' },
  action: 'book.lend',
  subject,
  region: '99',
  ...more,
})

let folders = 0
const setUp = async () => {
  const ctx = await testContext([kernelMigrations])
  folders += 1
  ctx.config.home = join(tmpdir(), `haihe-audit-${process.pid}-${folders}`)
  after(async () => {
    await ctx.close()
    await rm(ctx.config.home, { recursive: true, force: true })
  })
  return { ctx, audit: createAudit(ctx) }
}

/** Transactions of other databases on the same server hold the horizon back for a moment. */
const settled = async (audit: Audit) => {
  for (;;) {
    const result = await audit.verify()
    if (result.unsealed === 0) return result
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** What somebody with the owner's password could do. */
const asIntruder = async (ctx: Awaited<ReturnType<typeof setUp>>['ctx'], work: () => Promise<unknown>) => {
  await sql`ALTER TABLE kernel.audit_entry DISABLE TRIGGER USER`.execute(ctx.db)
  await sql`ALTER TABLE kernel.audit_group DISABLE TRIGGER USER`.execute(ctx.db)
  await work()
}

const threeGroups = async () => {
  const { ctx, audit } = await setUp()
  for (const group of ['a', 'b', 'c']) {
    await audit.record(
      ctx.db,
      [1, 2, 3].map((n) => entry(`book:${group}${n}`, { details: { n, 备注: '续借' } })),
    )
    await settled(audit)
  }
  return { ctx, audit }
}

test('entries are sealed in order and the untouched chain verifies', async () => {
  const { audit } = await threeGroups()
  const result = await audit.verify()
  assert.deepEqual(
    { ...result, head: result.head.length },
    { ok: true, entries: 9, groups: 3, head: 64, brokenAt: null, unsealed: 0 },
  )
})

test('the database refuses to change, delete or empty audit records', async () => {
  const { ctx } = await threeGroups()
  for (const statement of [
    sql`UPDATE kernel.audit_entry SET action = 'book.return'`,
    sql`DELETE FROM kernel.audit_entry WHERE seq = 1`,
    sql`TRUNCATE kernel.audit_entry`,
    sql`UPDATE kernel.audit_group SET sha256 = ''`,
    sql`DELETE FROM kernel.audit_group`,
  ])
    await assert.rejects(statement.execute(ctx.db), /append-only/)
})

const COLUMNS = [
  'at',
  'actor_id',
  'actor_kind',
  'actor_name',
  'action',
  'subject',
  'region',
  'purpose',
  'basis',
  'details',
  'trace_id',
]
const ALTERED: Record<string, string> = { at: `at + interval '1 ms'`, details: `details || '{"n":4}'` }

for (const column of COLUMNS)
  test(`a changed ${column} is detected in the group of the row`, async () => {
    const { ctx, audit } = await threeGroups()
    const value = sql.raw(ALTERED[column] ?? `coalesce(${column}, '') || 'x'`)
    await asIntruder(ctx, () =>
      sql`UPDATE kernel.audit_entry SET ${sql.ref(column)} = ${value} WHERE subject = 'book:b2'`.execute(ctx.db),
    )
    const result = await audit.verify()
    assert.equal(result.ok, false)
    assert.equal(result.brokenAt, 2)
  })

test('a deleted row is detected', async () => {
  const { ctx, audit } = await threeGroups()
  await asIntruder(ctx, () => sql`DELETE FROM kernel.audit_entry WHERE subject = 'book:c3'`.execute(ctx.db))
  assert.equal((await audit.verify()).brokenAt, 3)
})

test('two rows that changed places are detected', async () => {
  const { ctx, audit } = await threeGroups()
  await asIntruder(ctx, async () => {
    await sql`UPDATE kernel.audit_group SET entries = ARRAY[entries[2], entries[1], entries[3]] WHERE n = 1`.execute(ctx.db)
  })
  assert.equal((await audit.verify()).brokenAt, 1)
})

test('a group taken out with its entries is detected', async () => {
  const { ctx, audit } = await threeGroups()
  await asIntruder(ctx, async () => {
    await sql`DELETE FROM kernel.audit_entry WHERE subject LIKE 'book:b%'`.execute(ctx.db)
    await sql`DELETE FROM kernel.audit_group WHERE n = 2`.execute(ctx.db)
  })
  assert.equal((await audit.verify()).brokenAt, 2)
})

test('an end that was cut off is detected by the head noted outside the database', async () => {
  const { ctx, audit } = await threeGroups()
  await audit.start()
  await audit.stop()
  await asIntruder(ctx, async () => {
    await sql`DELETE FROM kernel.audit_entry WHERE subject LIKE 'book:c%'`.execute(ctx.db)
    await sql`DELETE FROM kernel.audit_group WHERE n = 3`.execute(ctx.db)
  })
  const result = await audit.verify()
  assert.equal(result.ok, false)
  assert.equal(result.brokenAt, 3)
})

test('writers side by side, some rolled back and some slow, lose nothing and the order stays verifiable', async () => {
  const { ctx, audit } = await setUp()
  let sealing = true
  const sealer = (async () => {
    while (sealing) await sealAudit(ctx)
  })()
  const write = (from: number, to: number) => async (writer: number) => {
    for (let turn = from; turn < to; turn += 1)
      await inTransaction(ctx.db, async (trx) => {
        await audit.record(trx, [entry(`book:${writer}-${turn}-a`)])
        // the sequence number is taken; others commit before this transaction does
        if (turn % 5 === writer) await sql`SELECT pg_sleep(0.02)`.execute(trx)
        await audit.record(trx, [entry(`book:${writer}-${turn}-b`)])
        if (turn % 7 === 0) throw new Error('roll back')
      }).catch((error: Error) => assert.equal(error.message, 'roll back'))
  }
  await Promise.all([0, 1, 2, 3, 4].map(write(0, 20)))
  // what runs elsewhere on the server may hold sealing back for a while
  while ((await verifyAudit(ctx.db)).groups === 0) await sealAudit(ctx)
  await Promise.all([0, 1, 2, 3, 4].map(write(20, 40)))
  sealing = false
  await sealer
  // plain sealing alone must get there: verify() would also pick up what had been passed over
  let result = await verifyAudit(ctx.db)
  for (let tries = 0; tries < 1000 && result.unsealed > 0; tries += 1) {
    await sealAudit(ctx)
    result = await verifyAudit(ctx.db)
  }
  const kept = 5 * 2 * (40 - 6)
  assert.deepEqual([result.ok, result.entries], [true, kept])
  const { rows } = await sql<{ n: number; distinct: number }>`SELECT count(*) AS n, count(DISTINCT e) AS distinct
    FROM kernel.audit_group, unnest(entries) AS e`.execute(ctx.db)
  assert.deepEqual(rows, [{ n: kept, distinct: kept }])
  assert.ok(result.groups > 1)
})

test('a bare client joins its transaction too', async () => {
  const { ctx, audit } = await setUp()
  const client = await ctx.pool.connect()
  await client.query('BEGIN')
  await audit.record(client, [entry('book:1')])
  await client.query('ROLLBACK')
  await audit.record(client, [entry('book:2'), entry('book:3')])
  client.release()
  assert.equal((await settled(audit)).entries, 2)
})

test('text that PostgreSQL cannot hold does not stop the act it records', async () => {
  const { ctx, audit } = await setUp()
  await audit.record(ctx.db, [entry('book:\0', { details: { 'a\0': '\ud800', at: new Date(0), none: undefined } })])
  assert.equal((await settled(audit)).ok, true)
  const { rows } = await sql<{ details: unknown }>`SELECT details FROM kernel.audit_entry`.execute(ctx.db)
  assert.deepEqual(rows[0]?.details, { 'a\uFFFD': '\uFFFD', at: '1970-01-01T00:00:00.000Z' })
})

test('after a restore into a fresh cluster, whose transaction numbers start again, nothing is skipped', async () => {
  const { ctx, audit } = await threeGroups()
  await audit.record(ctx.db, [entry('book:not yet sealed when the copy was made')])
  await asIntruder(ctx, async () => {
    await sql`UPDATE kernel.audit_entry SET xid = '900000000000'::xid8`.execute(ctx.db)
    await sql`UPDATE kernel.audit_group SET last_xid = '900000000000'::xid8`.execute(ctx.db)
  })
  await audit.record(ctx.db, [entry('book:d1')])
  const restored = await settled(audit)
  await audit.record(ctx.db, [entry('book:d2')])
  const later = await settled(audit)
  assert.deepEqual([restored.ok, restored.entries, later.ok, later.entries], [true, 11, true, 12])
})

test('an export verifies elsewhere, and any changed, missing or moved line is found', async () => {
  const { ctx, audit } = await threeGroups()
  const lines: string[] = []
  for await (const line of exportAudit(ctx.db)) lines.push(line)
  const good = await verifyAuditLines(lines)
  assert.deepEqual([good.ok, good.groups, good.entries, good.head], [true, 3, 9, (await audit.verify()).head])
  const [a = '', b = '', c = ''] = lines
  for (const bad of [
    [a, b.replace('续借', '归还'), c],
    [a, c],
    [b, c],
    [a, c, b],
    [a, b, 'no json'],
    [a, b.replace('"seq":5', '"seq":5,"extra":1'), c],
  ])
    assert.equal((await verifyAuditLines(bad)).ok, false)
  assert.equal((await verifyAuditLines([a, b])).ok, true)
  assert.equal((await verifyAuditLines([a, b], good.head)).ok, false)
  assert.equal((await verifyAuditLines([a, b, c], good.head)).ok, true)
})

test('SM3 heads stand beside SHA-256 where the platform has SM3, and are checked', async () => {
  const { ctx } = await threeGroups()
  const lines: string[] = []
  for await (const line of exportAudit(ctx.db)) lines.push(line)
  const groups = lines.map((line) => JSON.parse(line) as { sm3: string | null })
  assert.deepEqual(
    groups.map((group) => typeof group.sm3),
    Array(3).fill(HAS_SM3 ? 'string' : 'object'),
  )
  const forged = groups.map((group) => JSON.stringify({ ...group, sm3: 'f'.repeat(64) }))
  assert.equal((await verifyAuditLines(forged)).ok, !HAS_SM3)
})

test('the trail is read page by page, filtered, and only in the regions of the reader', async () => {
  const { ctx, audit } = await setUp()
  await audit.record(
    ctx.db,
    ['990101', '990101001', '990102', '99'].flatMap((region) => [1, 2].map((n) => entry(`book:${n}`, { region }))),
  )
  const grant = (region: string) => testActor([{ role: 'auditor', unit: null, region }])
  const app = await testServer(ctx, [{ name: 'audit', routes: auditRoutes(ctx, audit) }], {
    city: grant('99'),
    district: grant('990101'),
    citizen: testActor([{ role: 'citizen', unit: null, region: '99' }]),
  })
  after(() => app.close())
  const get = async (url: string, who: string) => (await app.inject({ url, headers: { authorization: who } })).json()
  const regions = (page: { items: { region: string }[] }) => page.items.map((item) => item.region)
  assert.deepEqual(regions(await get('/api/audit', 'district')), ['990101001', '990101001', '990101', '990101'])
  assert.equal((await get('/api/audit', 'city')).items.length, 8)
  assert.equal((await get('/api/audit?subject=book:1', 'city')).items.length, 4)
  assert.equal((await get('/api/audit?actor=nobody', 'city')).items.length, 0)
  assert.equal((await get('/api/audit?from=2026-11-20T10:00:00%2B08:00&to=2026-11-20T10:00:01%2B08:00', 'city')).items.length, 8)
  const first = await get('/api/audit?limit=5', 'city')
  const second = await get(`/api/audit?limit=5&cursor=${first.next}`, 'city')
  assert.deepEqual([first.items.length, second.items.length, second.next], [5, 3, null])
  assert.equal((await get('/api/audit', 'citizen')).code, 'FORBIDDEN')
  assert.equal((await get('/api/audit/verify', 'citizen')).code, 'FORBIDDEN')
  assert.equal((await get('/api/audit?cursor=x', 'city')).code, 'INVALID_INPUT')
  assert.equal((await get('/api/audit/verify', 'city')).ok, true)
})
