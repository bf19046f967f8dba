import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Hub, openHub } from '../../testing/hub.ts'
import { type MockSource, openMockSource } from '../../testing/mock-source.ts'

let city: Hub
let source: MockSource
const children: ChildProcess[] = []
before(async () => {
  ;[city, source] = await Promise.all([openHub('city'), openMockSource()])
})
after(async () => {
  for (const child of children) await kill(child)
  source?.close()
  await city?.close()
})

const start = (): ChildProcess => {
  const { url, config } = city.ctx
  const child = fork(fileURLToPath(new URL('./testing/crash-child.ts', import.meta.url)), [url, config.home, city.url], {
    execArgv: [],
  })
  children.push(child)
  return child
}

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const dead = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await dead
}

/** Looks until it is so, as long as the process that shall bring it about lives. */
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) {
    assert.ok(children.some(({ exitCode, signalCode }) => exitCode === null && signalCode === null))
    await sleep(20)
  }
}

test('kill -9 while a source is being asked: its copy is made, changed and deleted by who comes after', async () => {
  const asked = (method: string) => source.asked.filter((one) => one.method === method).length
  const states = async () => (await city.context.copies('', 'urn:sub:1')).map(({ state, held }) => [state, held !== null])
  source.answer = () => undefined
  await city.call('POST', '/csourceRegistrations', {
    id: 'urn:reg:1',
    type: 'ContextSourceRegistration',
    information: [{ entities: [{ type: 'Shelf' }] }],
    endpoint: source.url,
    contextSourceInfo: [{ key: 'Authorization', value: 'Bearer of-the-source' }],
    management: { timeout: 60_000 },
  })
  await city.call('POST', '/subscriptions', {
    id: 'urn:sub:1',
    type: 'Subscription',
    entities: [{ type: 'Shelf' }],
    notification: { endpoint: { uri: 'http://subscriber.example' } },
  })
  const first = start()
  await until(() => asked('POST') === 1)
  assert.deepEqual(await states(), [['wanted', false]])
  await kill(first)

  // the source took it, and nobody heard so
  const answers = [409, 204, 201]
  source.answer = () => ({ status: answers.shift() ?? 204 })
  const second = start()
  await until(async () => (await states())[0]?.[1] === true)
  assert.deepEqual([await states(), asked('POST'), asked('DELETE')], [[['held', true]], 3, 1])
  assert.equal(source.asked.at(-1)?.headers.authorization, 'Bearer of-the-source')

  source.answer = () => undefined
  await city.call('PATCH', '/subscriptions/urn:sub:1', { q: 'books>1' })
  await until(() => asked('PATCH') === 1)
  await kill(second)
  source.answer = () => ({ status: 204 })
  const third = start()
  await until(() => asked('PATCH') === 2)
  assert.equal(JSON.parse(source.asked.at(-1)?.body ?? '').q, 'books>1')

  source.answer = () => undefined
  await city.call('DELETE', '/csourceRegistrations/urn:reg:1')
  await until(() => asked('DELETE') === 2)
  await kill(third)
  source.answer = () => ({ status: 204 })
  start()
  await until(async () => (await states()).length === 0)
  assert.equal(asked('DELETE'), 3)
})
