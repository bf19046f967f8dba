import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ruleAt } from '@haihe/contract'
import { createZone } from '@haihe/intelligence/indicators/windows'
import fc from 'fast-check'
import { Periods, parkingFee, Rates, Vehicle, ZONES } from './fee.ts'
import { rules } from './rules.ts'

const clock = createZone('Asia/Shanghai')
const tariff = {
  periods: Periods.parse(ruleAt(rules, 'parking.periods', '2026-11-20', '12')?.value),
  rates: Rates.parse(ruleAt(rules, 'parking.rates', '2026-11-20', '12')?.value),
}
const local = (text: string) => Date.parse(`2026-11-${text}:00+08:00`)
const yuan = (zone: '1' | '2' | '3', from: string, to: string, vehicle: 'small' | 'large' = 'small') =>
  parkingFee(clock, tariff, { zone, vehicle, entry: local(from), exit: local(to) }).amount / 100

test('within the free minutes a stay costs nothing, a minute longer it costs its first unit', () => {
  assert.equal(yuan('1', '20T10:00', '20T10:15'), 0)
  assert.equal(yuan('1', '20T10:00', '20T10:16'), 3)
})

test('time is counted by day, once by night, in the hours of the zone', () => {
  assert.equal(yuan('1', '20T09:00', '20T11:10'), 15)
  // 18:00–20:00 is still day in the first zone, already night in the others
  assert.equal(yuan('1', '20T18:00', '20T20:00'), 12)
  assert.equal(yuan('2', '20T18:00', '20T20:00'), 4)
  assert.equal(yuan('3', '20T18:00', '21T08:00'), 3)
  // an evening unit, the night, a morning unit
  assert.equal(yuan('1', '20T20:45', '21T08:20'), 11)
  assert.equal(yuan('1', '20T20:45', '21T08:20', 'large'), 22)
})

test('day ends where night begins: not a minute is charged twice', () => {
  assert.equal(yuan('1', '20T20:00', '20T21:00'), 6)
  assert.equal(yuan('1', '20T20:00', '20T21:01'), 11)
  assert.equal(yuan('1', '20T07:00', '20T08:00'), 5)
})

const minute = fc.integer({ min: local('01T00:00') / 60_000, max: local('30T00:00') / 60_000 })
const stay = fc.record({
  zone: fc.constantFrom(...ZONES),
  vehicle: fc.constantFrom(...Vehicle.options),
  entry: minute,
  minutes: fc.integer({ min: 0, max: 5000 }),
})

/** Walks through the stay minute by minute with a watch in the hand. */
const byHand = (zone: '1' | '2' | '3', vehicle: 'small' | 'large', entry: number, minutes: number): number => {
  if (minutes <= tariff.rates.freeMinutes) return 0
  const price = tariff.rates.zones[zone][vehicle]
  const { dayFrom, dayTo } = tariff.periods[zone]
  let amount = 0
  let period = ''
  let counted = 0
  for (let at = entry; at < entry + minutes; at += 1) {
    const hour = Math.floor(((at + 8 * 60) % 1440) / 60)
    const now = hour >= dayFrom && hour < dayTo ? 'day' : 'night'
    if (now !== period) {
      period = now
      counted = 0
      if (now === 'night') amount += price.night
    }
    if (now === 'day') {
      if (counted % tariff.rates.unitMinutes === 0) amount += price.unit
      counted += 1
    }
  }
  return amount
}

test('the fee equals a walk through the stay minute by minute', () => {
  fc.assert(
    fc.property(stay, ({ zone, vehicle, entry, minutes }) => {
      const fee = parkingFee(clock, tariff, { zone, vehicle, entry: entry * 60_000, exit: (entry + minutes) * 60_000 })
      assert.equal(fee.amount, byHand(zone, vehicle, entry, minutes))
      assert.equal(
        fee.amount,
        fee.parts.reduce((sum, part) => sum + part.amount, 0),
      )
    }),
    { numRuns: 500 },
  )
})

test('parts cover the stay without gap or overlap, and a longer stay never costs less', () => {
  fc.assert(
    fc.property(stay, fc.integer({ min: 0, max: 600 }), ({ zone, vehicle, entry, minutes }, more) => {
      const at = (length: number) =>
        parkingFee(clock, tariff, { zone, vehicle, entry: entry * 60_000, exit: (entry + length) * 60_000 })
      const fee = at(minutes)
      let reached = entry * 60_000
      for (const part of fee.parts) {
        assert.equal(part.from, reached)
        assert.ok(part.to > part.from)
        reached = part.to
      }
      assert.ok(fee.free || reached === (entry + minutes) * 60_000)
      assert.ok(at(minutes + more).amount >= fee.amount)
    }),
  )
})

test('leaving and coming back costs at least as much, unless a part was free', () => {
  fc.assert(
    fc.property(stay, fc.integer({ min: 0, max: 5000 }), ({ zone, vehicle, entry, minutes }, cut) => {
      const of = (from: number, to: number) =>
        parkingFee(clock, tariff, { zone, vehicle, entry: from * 60_000, exit: to * 60_000 })
      const middle = entry + Math.min(cut, minutes)
      const [first, second] = [of(entry, middle), of(middle, entry + minutes)]
      if (!first.free && !second.free) assert.ok(first.amount + second.amount >= of(entry, entry + minutes).amount)
    }),
  )
})

test('a stay that ends before it begins is an error', () => {
  assert.throws(() => yuan('1', '20T10:00', '20T09:00'), RangeError)
})
