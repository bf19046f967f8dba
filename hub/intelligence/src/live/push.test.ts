import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import type { LiveMessages, Tile } from '@haihe/contract'
import type { LiveHub, LiveMessage } from '@haihe/kernel'
import { createDefinitions } from '../indicators/definitions.ts'
import { emptyPart } from '../indicators/part.ts'
import { createZone } from '../indicators/windows.ts'
import { LIBRARY } from '../testing/library.ts'
import type { Live } from './live.ts'
import { createPush, type Push } from './push.ts'
import { emptyState, frameOf } from './state.ts'

const zone = createZone('Asia/Shanghai')
const definitions = createDefinitions()
for (const indicator of LIBRARY) definitions.add(indicator)
definitions.number(new Map(LIBRARY.map(({ id }, index) => [id, index + 1])))
const indicator = definitions.find('loans.sum')!

const sent: { event: string; audience: readonly string[]; key?: string; data: unknown }[] = []
let screens = 1
// milliseconds that sending one message takes
let slow = 0
const hub: LiveHub = {
  publish: (message: LiveMessage) => {
    sent.push({ ...message, data: JSON.parse(JSON.stringify(message.data)) })
    clock += slow
  },
  attach: () => () => {},
  get size() {
    return screens
  },
  close: () => {},
}

let clock = Date.parse('2026-11-20T02:10:00Z')
const state = emptyState(frameOf(zone, indicator, clock))
let forgotten = false
const live: Live = {
  states: async () => {
    forgotten = false
    return [state]
  },
  peek: () => (forgotten ? undefined : state),
  apply: () => [],
  forget: () => {},
  pairs: () => [{ indicator, region: '990101' }],
}
let push: Push
before(() => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  push = createPush({ hub, live, zone, now: () => new Date(clock), ticks: () => clock })
})
after(() => mock.timers.reset())

const pass = (milliseconds: number) => {
  clock += milliseconds
  mock.timers.tick(milliseconds)
}
const change = (value: number) => {
  state.fine.set(clock - (clock % 60_000), { ...emptyPart(), count: 1, sum: value, lastAt: clock, marks: 1 })
  push.changed([{ indicator, region: '990101' }])
}
const tiles = () => sent.filter(({ event }) => event === 'tile').map(({ data }) => (data as Tile).value)

test('the first change goes out at once, to the region and to the map above it', () => {
  change(1)
  assert.deepEqual(
    sent.map(({ event, audience, key }) => [event, audience, key]),
    [
      ['tile', ['990101'], 'loans.sum'],
      ['map', ['99'], 'loans.sum'],
    ],
  )
  assert.deepEqual(sent[1]!.data, {
    indicator: 'loans.sum',
    region: '990101',
    value: 1,
    level: null,
    freshAt: '2026-11-20T02:10:00.000Z',
  } satisfies LiveMessages['map'])
})

test('a tile that changes all the time is sent at most fifty times a second, always with its latest value', () => {
  pass(1000)
  sent.length = 0
  for (let i = 0; i < 100; i += 1) {
    change(i)
    pass(10)
  }
  pass(300)
  assert.deepEqual(tiles().slice(0, 2), [0, 1])
  assert.equal(tiles().at(-1), 99)
  assert.ok(tiles().length <= 52)
})

test('a tile that may go does not wait for one that may not yet', () => {
  pass(1000)
  change(1)
  pass(5)
  change(2)
  sent.length = 0
  push.changed([{ indicator, region: '990102' }])
  assert.deepEqual(
    sent.map(({ event, audience }) => [event, audience]),
    [
      ['tile', ['990102']],
      ['map', ['99']],
    ],
  )
  pass(15)
  assert.deepEqual(tiles().length, 2)
})

test('when sending is dear, a tile is sent four times a second', () => {
  slow = 100
  for (let i = 0; i < 50; i += 1) {
    change(i)
    pass(300)
  }
  sent.length = 0
  const began = clock
  for (let i = 0; i < 100; i += 1) {
    change(i)
    pass(10)
  }
  slow = 0
  assert.ok(tiles().length <= (clock - began) / 250 + 2, `${tiles().length} tiles in ${clock - began} ms`)
})

test('when memory has started anew a change is read and then sent', async () => {
  pass(1000)
  sent.length = 0
  forgotten = true
  change(7)
  assert.deepEqual(tiles(), [])
  await Promise.resolve()
  pass(300)
  assert.deepEqual(tiles(), [7])
})

test('without a screen nothing is drawn', () => {
  sent.length = 0
  screens = 0
  change(5)
  pass(1000)
  assert.deepEqual(sent, [])
  screens = 1
})

test('a number that changes by the passing of time alone is sent too', () => {
  push.start()
  pass(5000)
  sent.length = 0
  // the hour turns: a new window, a tile that has gone stale
  pass(3_600_000)
  assert.ok(tiles().length >= 1)
  push.stop()
  sent.length = 0
  pass(3_600_000)
  assert.deepEqual(sent, [])
})
