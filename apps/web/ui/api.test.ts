import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, get, request, withQuery } from './api.ts'
import { setPreferences } from './preferences.ts'

const answer = (body: unknown, status = 200) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body === undefined ? null : JSON.stringify(body), { status })),
  )

afterEach(() => {
  vi.unstubAllGlobals()
  setPreferences({ language: 'zh' })
})

const caught = async (call: Promise<unknown>): Promise<ApiError> => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ApiError)
  return error as ApiError
}

test('equal questions have equal addresses, blanks are left out', () => {
  expect(withQuery('/api/x', { b: 2, a: '1', gone: undefined, none: null, list: ['p', 'q'] })).toBe('/api/x?a=1&b=2&list=p%2Cq')
  expect(withQuery('/api/x', {})).toBe('/api/x')
})

test('a problem document becomes an error with its Chinese message, code, trace and fields', async () => {
  answer(
    {
      title: '提交的内容有误，请按提示修改',
      status: 400,
      code: 'INVALID_INPUT',
      traceId: 't1',
      errors: [{ path: 'data.title', message: '请写一个标题' }],
    },
    400,
  )
  const error = await caught(get('/api/x'))
  expect(error).toMatchObject({ status: 400, code: 'INVALID_INPUT', message: '提交的内容有误，请按提示修改', traceId: 't1' })
  expect(error.fields).toEqual([{ path: 'data.title', message: '请写一个标题' }])
})

test('in English the registry of errors gives the message', async () => {
  setPreferences({ language: 'en' })
  answer({ title: '没有找到您要的内容', status: 404, code: 'NOT_FOUND', traceId: 't2' }, 404)
  expect((await caught(get('/api/x'))).message).toBe('Not found')
})

test('a server that cannot be reached is offline, an answer that is no JSON is unreadable', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Promise.reject(new TypeError('failed to fetch'))),
  )
  expect(await caught(get('/api/x'))).toMatchObject({ status: 0, code: 'OFFLINE' })
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response('<html>', { status: 502 })),
  )
  expect(await caught(get('/api/x'))).toMatchObject({ status: 502, code: 'UNREADABLE' })
})

test('204 resolves without a body; JSON and blobs are sent as what they are', async () => {
  answer(undefined, 204)
  expect(await request('POST', '/api/x', { body: { a: 1 } })).toBeUndefined()
  const headersOf = (call: number) => new Headers(vi.mocked(fetch).mock.calls[call]?.[1]?.headers)
  const [, sent] = vi.mocked(fetch).mock.calls[0] ?? []
  expect(sent).toMatchObject({ method: 'POST', body: '{"a":1}', credentials: 'same-origin' })
  expect(headersOf(0).get('content-type')).toBe('application/json')
  await request('POST', '/api/x', { body: new Blob(['x']), headers: { 'content-type': 'image/jpeg' } })
  expect(headersOf(1).get('content-type')).toBe('image/jpeg')
})
