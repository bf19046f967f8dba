import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bad } from '../problem.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { partProblem } from './part-problem.ts'

const lines: { err: Error; traceId: string; entityId?: string }[] = []
const log = { error: (line: (typeof lines)[number]) => lines.push(line) } as unknown as Parameters<typeof partProblem>[0]['log']
const about = { language: 'en', traceId: 'trace-1', log }

test('what nobody foresaw is logged with the trace id, and the answer says no more than that id', () => {
  const error = new Error('relation data.secret does not exist')
  const problem = partProblem(about, error, 'urn:a')
  assert.deepEqual([problem.status, problem.traceId], [500, 'trace-1'])
  assert.doesNotMatch(JSON.stringify(problem), /secret/)
  assert.deepEqual(lines.splice(0), [{ err: error, traceId: 'trace-1', entityId: 'urn:a' }])
})

test('a mistake of the caller is no matter for the log', () => {
  assert.equal(partProblem(about, bad('id.missing'), 'urn:a').status, 400)
  assert.deepEqual(lines, [])
})

let hub: Hub
before(async () => {
  hub = await openHub('parts', {
    locate: () => {
      throw new Error('the index of regions is broken')
    },
  })
})
after(() => hub?.close())

test('an item of a batch that fails unforeseen leaves its neighbours alone', async () => {
  const { status, body } = await hub.call('POST', '/entityOperations/create', [
    { id: 'urn:ngsi-ld:Tower:plain', type: 'Tower' },
    {
      id: 'urn:ngsi-ld:Tower:placed',
      type: 'Tower',
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [117.2, 39.1] } },
    },
  ])
  assert.deepEqual([status, body.success], [207, ['urn:ngsi-ld:Tower:plain']])
  const [{ entityId, error }] = body.errors
  assert.deepEqual([entityId, error.status, error.type.split('/').at(-1)], ['urn:ngsi-ld:Tower:placed', 500, 'InternalError'])
  assert.ok(error.traceId)
  assert.doesNotMatch(JSON.stringify(body), /index of regions/)
})
