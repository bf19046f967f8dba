import { describe, expect, it } from 'vitest'
import { ApiError } from '../api.ts'
import { createOutbox, type LocalPhoto, type NewSubmission, type OutboxNeeds } from './outbox.ts'
import { memoryStore } from './store.ts'

const offline = () => new ApiError(0, 'OFFLINE', '网络不通')
const photo = (key: string): LocalPhoto => ({ key, blob: new Blob([key]), sent: null })
const report = (id: string, photos: LocalPhoto[] = []): NewSubmission => ({
  id,
  owner: 'zhang',
  kind: 'report',
  title: '井盖破损',
  path: '/api/cases',
  body: { title: '井盖破损' },
  photos,
})

/** A server that answers from a script: each entry is what the next post does. */
const bench = (script: (unknown | Error)[] = []) => {
  const posts: { path: string; body: unknown }[] = []
  const uploads: string[] = []
  let minute = 0
  let uploadFails = 0
  const needs: OutboxNeeds = {
    store: memoryStore(),
    now: () => Date.UTC(2026, 10, 20, 1, minute++),
    upload: async (sent) => {
      if (uploadFails > 0) {
        uploadFails -= 1
        throw offline()
      }
      uploads.push(sent.key)
      return `server-${sent.key}`
    },
    post: async (path, body) => {
      posts.push({ path, body })
      const next = script.shift()
      if (next instanceof Error) throw next
      return next ?? { ok: true }
    },
  }
  return { needs, posts, uploads, failUploads: (count: number) => (uploadFails = count) }
}

describe('the outbox', () => {
  it('sends at once and keeps nothing when the network is there', async () => {
    const { needs, posts } = bench([{ id: 'case-1' }])
    const outbox = createOutbox(needs)
    expect(await outbox.submit(report('k1', [photo('p1')]))).toEqual({ state: 'sent', answer: { id: 'case-1' } })
    expect(posts).toEqual([{ path: '/api/cases', body: { title: '井盖破损', clientKey: 'k1', attachments: ['server-p1'] } }])
    expect(outbox.current()).toEqual([])
    expect(await needs.store.list('')).toEqual([])
  })

  it('keeps a submission that finds no network and sends it later with the same key', async () => {
    const { needs, posts } = bench([offline()])
    const outbox = createOutbox(needs)
    expect((await outbox.submit(report('k1'))).state).toBe('waiting')
    expect(outbox.current()).toMatchObject([{ id: 'k1', state: 'waiting', tries: 1, error: '网络不通' }])
    await outbox.flush('zhang')
    expect(outbox.current()).toEqual([])
    expect(posts.map(({ body }) => (body as { clientKey: string }).clientKey)).toEqual(['k1', 'k1'])
  })

  it('survives a closed page, even one closed while sending', async () => {
    const { needs } = bench([offline()])
    await createOutbox(needs).submit(report('k1'))
    const kept = await needs.store.get<Record<string, unknown>>('outbox/k1')
    await needs.store.set('outbox/k1', { ...kept, state: 'sending' })
    const reopened = createOutbox(needs)
    await reopened.load()
    expect(reopened.current()).toMatchObject([{ id: 'k1', state: 'waiting' }])
    await reopened.flush('zhang')
    expect(reopened.current()).toEqual([])
  })

  it('uploads no photo twice', async () => {
    const { needs, uploads } = bench([offline()])
    const outbox = createOutbox(needs)
    await outbox.submit(report('k1', [photo('p1'), photo('p2')]))
    await outbox.flush('zhang')
    expect(uploads).toEqual(['p1', 'p2'])
  })

  it('posts nothing while a photo is missing', async () => {
    const { needs, posts, uploads, failUploads } = bench()
    failUploads(1)
    const outbox = createOutbox(needs)
    expect((await outbox.submit(report('k1', [photo('p1')]))).state).toBe('waiting')
    expect(posts).toEqual([])
    await outbox.flush('zhang')
    expect(uploads).toEqual(['p1'])
    expect(posts).toHaveLength(1)
  })

  it('sends the oldest first and stops where the network fails again', async () => {
    const { needs, posts } = bench([offline(), offline(), { ok: 1 }, offline()])
    const outbox = createOutbox(needs)
    await outbox.submit(report('k1'))
    await outbox.submit(report('k2'))
    await outbox.flush('zhang')
    expect(posts.map(({ body }) => (body as { clientKey: string }).clientKey)).toEqual(['k1', 'k2', 'k1', 'k2'])
    expect(outbox.current().map(({ id }) => id)).toEqual(['k2'])
  })

  it('keeps what the server refused with the reason, and does not try it again by itself', async () => {
    const refused = new ApiError(422, 'OUTSIDE_CITY', '位置不在本市范围内', null, [{ path: 'place', message: '请重新选择位置' }])
    const { needs, posts } = bench([refused])
    const outbox = createOutbox(needs)
    expect(await outbox.submit(report('k1'))).toEqual({ state: 'refused', error: refused })
    await outbox.flush('zhang')
    expect(posts).toHaveLength(1)
    expect(outbox.current()).toMatchObject([{ state: 'refused', error: '位置不在本市范围内', fields: [{ path: 'place' }] }])
  })

  it('waits through an overloaded server and an ended session', async () => {
    const { needs } = bench([new ApiError(503, 'OVERLOADED', '系统繁忙'), new ApiError(401, 'UNAUTHENTICATED', '请先登录')])
    const outbox = createOutbox(needs)
    expect((await outbox.submit(report('k1'))).state).toBe('waiting')
    expect((await outbox.submit(report('k2'))).state).toBe('waiting')
  })

  it("never sends another person's submission", async () => {
    const { needs, posts } = bench([offline()])
    const outbox = createOutbox(needs)
    await outbox.submit(report('k1'))
    await outbox.flush('wang')
    expect(posts).toHaveLength(1)
    expect(outbox.current()).toHaveLength(1)
  })

  it('tells listeners of every change and drops what a person removes', async () => {
    const { needs } = bench([offline()])
    const outbox = createOutbox(needs)
    const seen: number[] = []
    outbox.subscribe(() => seen.push(outbox.current().length))
    await outbox.submit(report('k1'))
    await outbox.remove('k1')
    expect(seen.at(-1)).toBe(0)
    expect(seen).toContain(1)
    expect(await needs.store.list('outbox/')).toEqual([])
  })
})
