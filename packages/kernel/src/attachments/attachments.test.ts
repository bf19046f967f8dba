import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import type { Ctx } from '../context.ts'
import type { Jobs } from '../jobs/types.ts'
import { kernelMigrations } from '../migrations.ts'
import { type TestClock, testActor, testClock, testContext, testServer } from '../testing/index.ts'
import { createAttachments } from './attachments.ts'
import { pathOf } from './files.ts'
import type { Attachments } from './types.ts'

const jobs: Jobs = {
  define: () => {},
  enqueue: async () => {},
  schedule: () => {},
  start: async () => {},
  stop: async () => {},
}

const reader = testActor([{ role: 'citizen', unit: null, region: '99' }], 'reader')
const other = testActor([{ role: 'citizen', unit: null, region: '99' }], 'other')
const librarian = testActor([{ role: 'deptHandler', unit: 'lib-1', region: '99' }], 'librarian')

interface Bench {
  ctx: Ctx
  clock: TestClock
  app: FastifyInstance
  attachments: Attachments
}

const setUp = async (): Promise<Bench> => {
  const clock = testClock()
  const ctx = await testContext([kernelMigrations], clock)
  const attachments = createAttachments(ctx, {
    jobs,
    mayRead: async (actor, subject) => actor.id === 'librarian' && subject === 'loan:1',
  })
  const app = await testServer(ctx, [attachments.module], { reader, other, librarian })
  after(async () => {
    await app.close()
    await ctx.close()
  })
  return { ctx, clock, app, attachments }
}

const upload = (app: FastifyInstance, payload: Buffer, type = 'image/jpeg', who: string | undefined = 'reader', stage = '') =>
  app.inject({
    method: 'POST',
    url: `/api/attachments${stage}`,
    headers: { 'content-type': type, ...(who ? { authorization: who } : {}) },
    payload,
  })

const drawn = (width: number, height: number, colour = '#336699') =>
  sharp({ create: { width, height, channels: 3, background: colour } })

test('a photo is stored anew: smaller, upright, without position or camera', async () => {
  const { app, ctx } = await setUp()
  const sent = await drawn(3000, 1000)
    .jpeg()
    .withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitude: '39/1 7/1 0/1' } })
    .toBuffer()
  assert.ok(sent.includes('SecretPhone'))
  const response = await upload(app, sent)
  assert.equal(response.statusCode, 201, response.body)
  const view = response.json()
  assert.deepEqual([view.width, view.height], [2560, 853])
  const full = await app.inject({ url: view.url, headers: { authorization: 'reader' } })
  assert.equal(full.headers['content-type'], 'image/jpeg')
  assert.equal(full.rawPayload.includes('SecretPhone'), false)
  assert.equal((await sharp(full.rawPayload).metadata()).exif, undefined)
  const thumb = await app.inject({ url: view.thumb, headers: { authorization: 'reader' } })
  assert.equal((await sharp(thumb.rawPayload).metadata()).width, 320)
  const row = await ctx.pool.query('SELECT sha256, bytes FROM kernel.attachment WHERE id = $1', [view.id])
  const stored = await readFile(pathOf(ctx.config.home, row.rows[0].sha256, 'full'))
  assert.equal(stored.length, row.rows[0].bytes)
})

test('PNG and WebP are taken as forms too; what a file is called does not matter', async () => {
  const { app } = await setUp()
  for (const [name, bytes] of [
    ['a.webp', await drawn(50, 40).webp().toBuffer()],
    ['holiday.txt', await drawn(60, 40).png().toBuffer()],
  ] as const) {
    const form = new FormData()
    form.append('stage', 'after')
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'text/plain' }), name)
    const encoded = new Response(form)
    const response = await app.inject({
      method: 'POST',
      url: '/api/attachments',
      headers: { authorization: 'reader', 'content-type': encoded.headers.get('content-type') ?? '' },
      payload: Buffer.from(await encoded.arrayBuffer()),
    })
    assert.equal(response.statusCode, 201, response.body)
    assert.equal(response.json().stage, 'after')
  }
})

test('what is not a picture, is cut short, too large or a pixel bomb is refused and leaves nothing', async () => {
  const { app, ctx } = await setUp()
  const whole = await drawn(800, 600).jpeg().toBuffer()
  const bomb = await drawn(9000, 9000).png({ compressionLevel: 9 }).toBuffer()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>')
  const gif = await drawn(20, 20).gif().toBuffer()
  const cases: [Buffer, number, string][] = [
    [Buffer.from('not a picture at all'), 422, 'NOT_AN_IMAGE'],
    [whole.subarray(0, whole.length / 2), 422, 'NOT_AN_IMAGE'],
    [svg, 422, 'NOT_AN_IMAGE'],
    [gif, 422, 'NOT_AN_IMAGE'],
    [bomb, 422, 'NOT_AN_IMAGE'],
    [Buffer.concat([whole, Buffer.alloc(10 * 1024 * 1024)]), 413, 'PAYLOAD_TOO_LARGE'],
  ]
  for (const [bytes, status, code] of cases) {
    const response = await upload(app, bytes)
    assert.equal(response.statusCode, status, response.body)
    assert.equal(response.json().code, code)
  }
  const { rows } = await ctx.pool.query('SELECT count(*) AS n FROM kernel.attachment')
  assert.equal(rows[0].n, 0)
})

test('strangers see no photo; readers of what it belongs to do; nobody uses another’s photo or one twice', async () => {
  const { app, ctx, attachments } = await setUp()
  const { id } = (await upload(app, await drawn(40, 30).jpeg().toBuffer())).json()
  const read = (who?: string) =>
    app.inject({ url: `/api/attachments/${id}`, headers: who ? { authorization: who } : {} }).then((r) => r.statusCode)
  assert.deepEqual([await read('reader'), await read('other'), await read('librarian'), await read()], [200, 404, 404, 401])
  const use = { owner: 'reader', subject: 'loan:1', stage: 'before' as const }
  await assert.rejects(attachments.claim(ctx.db, [id], { ...use, owner: 'other' }), { code: 'INVALID_INPUT' })
  await attachments.claim(ctx.db, [id], use)
  await assert.rejects(attachments.claim(ctx.db, [id], { ...use, subject: 'loan:2' }), { code: 'INVALID_INPUT' })
  assert.deepEqual([await read('reader'), await read('other'), await read('librarian')], [200, 404, 200])
  assert.equal((await attachments.find([id]))[0]?.stage, 'before')
})

test('unused photos go after a day; a picture that another photo still uses stays', async () => {
  const { app, ctx, clock, attachments } = await setUp()
  const bytes = await drawn(44, 33, '#aa3300').jpeg().toBuffer()
  const kept = (await upload(app, bytes)).json()
  await upload(app, bytes)
  await upload(app, await drawn(45, 33, '#00aa33').jpeg().toBuffer())
  await attachments.claim(ctx.db, [kept.id], { owner: 'reader', subject: 'loan:1', stage: 'before' })
  clock.advance(23 * 3_600_000)
  assert.equal(await attachments.sweep(), 0)
  clock.advance(2 * 3_600_000)
  assert.equal(await attachments.sweep(), 2)
  const { rows } = await ctx.pool.query('SELECT sha256 FROM kernel.attachment')
  assert.equal(rows.length, 1)
  const folder = join(ctx.config.home, 'attachments', rows[0].sha256.slice(0, 2))
  assert.ok((await readdir(folder)).includes(`${rows[0].sha256}.jpg`))
  const again = await app.inject({ url: kept.url, headers: { authorization: 'reader' } })
  assert.equal(again.statusCode, 200)
})
