import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALERT_LEVELS, type AlertLevel, levelFor } from '@haihe/contract'
import fc from 'fast-check'
import { atRest, type Condition, REST, step, type Turn, type Watch } from './watch.ts'

const queue: Condition = {
  when: 'above',
  thresholds: { yellow: 10, orange: 20, red: 30 },
  holdSeconds: 60,
  hysteresis: 2,
  suppressSeconds: 300,
}

/** Plays (seconds, value) pairs and writes down what happened. */
const play = (
  condition: Condition,
  values: readonly (readonly [number, number])[],
  from: Watch = REST,
): { log: string[]; watch: Watch } => {
  let watch = from
  const log: string[] = []
  for (const [at, value] of values) {
    const moved = step(condition, watch, at * 1000, value)
    watch = moved.watch
    if (moved.turn.kind === 'raise') watch = { ...watch, alert: { id: 'a', level: moved.turn.level } }
    if (moved.turn.kind !== 'none') log.push(`${at} ${wordsOf(moved.turn)}`)
  }
  return { log, watch }
}
const wordsOf = (turn: Turn): string =>
  turn.kind === 'raise' || turn.kind === 'change' ? `${turn.kind} ${turn.level}` : turn.kind

test('raised when the condition has held long enough, measured in observation time', () => {
  assert.deepEqual(
    play(queue, [
      [0, 12],
      [59, 12],
      [60, 12],
      [90, 12],
    ]).log,
    ['60 raise yellow'],
  )
})

test('a value back below the threshold breaks the run', () => {
  assert.deepEqual(
    play(queue, [
      [0, 12],
      [50, 9],
      [60, 12],
      [119, 12],
      [120, 12],
    ]).log,
    ['120 raise yellow'],
  )
})

test('each level has its own run', () => {
  assert.deepEqual(
    play(queue, [
      [0, 12],
      [50, 35],
      [60, 35],
      [110, 35],
    ]).log,
    ['60 raise yellow', '110 change red'],
  )
})

test('eased and recovered only past the hysteresis', () => {
  const { log, watch } = play(queue, [
    [0, 25],
    [60, 25],
    [70, 19],
    [80, 17],
    [90, 9],
    [100, 7.9],
  ])
  assert.deepEqual(log, ['60 raise orange', '80 change yellow', '100 recover'])
  assert.equal(watch.quietUntil, 400_000)
})

test('after an alert the same watch stays silent for a while, then raises if the condition holds', () => {
  assert.deepEqual(
    play(queue, [
      [0, 12],
      [60, 12],
      [70, 1],
      [80, 15],
      [369, 15],
      [370, 15],
    ]).log,
    ['60 raise yellow', '70 recover', '370 raise yellow'],
  )
})

test('thresholds that must not be undercut work the other way round', () => {
  const share: Condition = {
    when: 'below',
    thresholds: { yellow: 0.15, orange: 0.1, red: 0.05 },
    holdSeconds: 0,
    hysteresis: 0.02,
    suppressSeconds: 0,
  }
  assert.deepEqual(
    play(share, [
      [0, 0.15],
      [1, 0.04],
      [2, 0.06],
      [3, 0.08],
      [4, 0.16],
      [5, 0.18],
    ]).log,
    ['0 raise yellow', '1 change red', '3 change orange', '4 change yellow', '5 recover'],
  )
})

test('older values change nothing, and the same value again changes nothing', () => {
  const { watch } = play(queue, [
    [0, 12],
    [60, 12],
  ])
  assert.deepEqual(step(queue, watch, 30_000, 0), { watch, turn: { kind: 'none' } })
  assert.deepEqual(step(queue, watch, 60_000, 12), { watch, turn: { kind: 'none' } })
})

test('thresholds that were changed while an alert is open are followed', () => {
  const { watch } = play(queue, [
    [0, 35],
    [60, 35],
  ])
  assert.equal(watch.alert?.level, 'red')
  const milder = step({ ...queue, thresholds: { yellow: 40 } }, watch, 70_000, 39)
  assert.deepEqual(milder.turn, { kind: 'change', from: 'red', level: 'yellow', threshold: 40 })
  assert.equal(step({ ...queue, thresholds: { yellow: 50 } }, watch, 70_000, 39).turn.kind, 'recover')
})

const values = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 40 })), { maxLength: 60 })
  .map((steps) => {
    let at = 0
    return steps.map(([pause, value]): [number, number] => {
      at += pause
      return [at, value]
    })
  })
const condition = fc
  .record({
    when: fc.constantFrom('above' as const, 'below' as const),
    thresholds: fc.uniqueArray(fc.integer({ min: 5, max: 35 }), { minLength: 4, maxLength: 4 }),
    keep: fc.subarray([...ALERT_LEVELS], { minLength: 1 }),
    holdSeconds: fc.constantFrom(0, 30, 120),
    hysteresis: fc.integer({ min: 0, max: 6 }),
    suppressSeconds: fc.constantFrom(0, 60, 400),
  })
  .map(({ when, thresholds, keep, ...rest }): Condition => {
    const sorted = thresholds.toSorted((a, b) => (when === 'above' ? a - b : b - a))
    return { ...rest, when, thresholds: Object.fromEntries(keep.map((level) => [level, sorted[ALERT_LEVELS.indexOf(level)]])) }
  })

test('no alert without a full run, no recovery while the value is past a threshold, one alert at a time', () => {
  fc.assert(
    fc.property(condition, values, (rule, list) => {
      let open: AlertLevel | null = null
      let closedAt = -Infinity
      let watch = REST
      for (const [index, [at, value]] of list.entries()) {
        const { watch: next, turn } = step(rule, watch, at * 1000, value)
        watch = next
        const reached = levelFor(rule, value)
        if (turn.kind === 'raise') {
          assert.equal(open, null)
          assert.ok(at - closedAt >= rule.suppressSeconds || closedAt === -Infinity)
          const limit = rule.thresholds[turn.level]!
          const broken = list.slice(0, index + 1).findLastIndex(([, v]) => (rule.when === 'above' ? v < limit : v > limit))
          assert.ok(at - list[broken + 1]![0] >= rule.holdSeconds)
          open = turn.level
          watch = { ...watch, alert: { id: 'a', level: turn.level } }
        }
        if (turn.kind === 'change') {
          assert.equal(turn.from, open)
          assert.notEqual(turn.level, open)
          open = turn.level
        }
        if (turn.kind === 'recover') {
          assert.equal(reached, null)
          open = null
          closedAt = at
        }
        // an open alert is never milder than what has just eased, nor more serious than what still lingers
        if (open !== null && reached !== null && rule.holdSeconds === 0)
          assert.ok(ALERT_LEVELS.indexOf(open) >= ALERT_LEVELS.indexOf(reached))
        assert.equal(watch.alert?.level ?? null, open)
        if (atRest(watch)) assert.ok(reached === null && open === null)
      }
    }),
  )
})
