import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after, test } from 'node:test'
import { createClient, HubProblem } from './client.ts'
import { generate } from './generate.ts'
import { typeOf } from './schema-type.ts'

const asked: { method: string; url: string; token: string | undefined; body: string }[] = []
const answers: ((response: ServerResponse) => void)[] = []
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  answers.push((response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body)),
  )
const server = createServer(async (request: IncomingMessage, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  asked.push({ method: request.method ?? '', url: request.url ?? '', token: request.headers.authorization, body })
  answers.shift()?.(response)
}).listen(0)
after(() => server.close())
const { port } = server.address() as { port: number }
const client = createClient({ url: `http://127.0.0.1:${port}/`, token: 'haihe_x' })

test('path, query, body and token are sent as the operation says', async () => {
  answer(200, { items: [], next: null, total: 0 })
  await client.call('GET /api/cases', { query: { region: '120101', limit: 5 } })
  assert.deepEqual(asked.at(-1), { method: 'GET', url: '/api/cases?region=120101&limit=5', token: 'Bearer haihe_x', body: '' })
  answer(200, {})
  await client.call('GET /api/parking/lots/{id}', { params: { id: 'urn:a/b' } })
  assert.equal(asked.at(-1)?.url, '/api/parking/lots/urn%3Aa%2Fb')
})

test('a refusal is a problem with its code, its Chinese message and its fields', async () => {
  answer(422, { code: 'UNKNOWN_REGION', title: '区划代码不存在', errors: [{ path: 'region', message: '不存在' }], traceId: 't1' })
  const problem = await client.call('GET /api/cases', {}).catch((error: unknown) => error)
  assert.ok(problem instanceof HubProblem)
  assert.deepEqual(
    [problem.status, problem.code, problem.message, problem.traceId, problem.errors[0]?.path],
    [422, 'UNKNOWN_REGION', '区划代码不存在', 't1', 'region'],
  )
})

test('a hub under load is asked again after the time it names, an answer in no known form is kept as words', async () => {
  answer(503, { code: 'OVERLOADED' }, { 'retry-after': '0' })
  answer(200, { items: [], next: null, total: 3 })
  assert.equal((await client.call('GET /api/cases', {})).total, 3)
  answers.push((response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'))
  await assert.rejects(client.call('GET /api/cases', {}), { code: 'HTTP', message: '<h1>Bad gateway</h1>' })
})

test('a stream is sent as it comes', async () => {
  answer(200, {})
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('一,二'))
      controller.close()
    },
  })
  await client.open('POST /api/cases', { body: stream })
  assert.equal(asked.at(-1)?.body, '一,二')
})

test('schemas become types', () => {
  assert.equal(typeOf({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }), '(string | null)[]')
  assert.equal(
    typeOf({ type: 'object', properties: { a: { const: 'x' }, 'b-c': { type: 'integer' } }, required: ['a'] }),
    "{ a: 'x'; 'b-c'?: number }",
  )
  assert.equal(typeOf({ type: 'object', additionalProperties: { enum: [1, 2] } }), 'Record<string, 1 | 2>')
  assert.equal(typeOf({ prefixItems: [{ type: 'number' }, { type: 'number' }], type: 'array' }), '[number, number]')
  assert.equal(typeOf({}), 'unknown')
  const text = generate({
    paths: { '/a/{id}': { get: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] } } },
  })
  assert.match(text, /'GET \/a\/\{id\}': \{\n {4}params: \{ id: string \}/)
})
