/** Shorthand of the tests: report, act, look. */
import sharp from 'sharp'
import type { Bench, Json } from './bench.ts'
import { pointIn } from './library.ts'

export const reportBody = (more: Json = {}): Json => ({
  type: 'book-care',
  category: '0101',
  title: '红楼梦书脊开裂',
  description: '第三册书脊裂开，内页散落',
  place: pointIn(more.region ?? '990101001'),
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'region')),
})

/** Reports as a reader; answers the report as the reader sees it. */
export const report = (bench: Bench, more: Json = {}, who = 'reader'): Promise<Json> =>
  bench.as(who).post('/api/citizen/reports', reportBody(more), 201)

export const look = (bench: Bench, id: string, who = 'city'): Promise<Json> => bench.as(who).get(`/api/cases/${id}`)

/** Acts on the case as it stands; answers the detail after it. */
export const act = async (
  bench: Bench,
  who: string,
  id: string,
  action: string,
  data: Json = {},
  more: Json = {},
  status = 200,
): Promise<Json> => {
  const { seq } = await look(bench, id)
  return bench.as(who).post(`/api/cases/${id}/actions`, { action, expectedSeq: seq, data, ...more }, status)
}

export const photo = async (bench: Bench, who: string): Promise<string> => {
  const payload = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#886644' } })
    .jpeg()
    .toBuffer()
  const response = await bench.app.inject({
    method: 'POST',
    url: '/api/attachments',
    headers: { authorization: who, 'content-type': 'image/jpeg' },
    payload,
  })
  return response.json().id
}

/** The usual way to a state, from a reader's report on. */
export const upTo = async (bench: Bench, target: string, more: Json = {}): Promise<string> => {
  const { id } = await report(bench, more)
  const steps: [state: string, who: string, action: string, data: Json][] = [
    ['toRegister', 'walker', 'verifyOnsite', { true: 'yes' }],
    ['toDispatch', 'desk', 'register', {}],
    ['toAccept', 'desk', 'dispatch', {}],
    ['handling', 'binder', 'accept', {}],
    ['toVerify', 'binder', 'finish', { reply: '已修好' }],
    ['toAppraise', 'desk', 'pass', {}],
    ['closed', 'reader', 'appraise', {}],
  ]
  for (const [state, who, action, data] of steps) {
    if (target === 'reported') break
    if (action === 'appraise')
      await bench.as(who).post(`/api/citizen/reports/${id}/appraise`, { responded: true, resolved: 'yes', satisfaction: 5 })
    else await act(bench, who, id, action, data)
    if (state === target) break
  }
  return id
}
