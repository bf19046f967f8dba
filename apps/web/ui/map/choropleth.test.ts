import fc from 'fast-check'
import { expect, test } from 'vitest'
import { niceStep, scaleOf } from './choropleth.ts'

const say = (text: { zh: string }) => text.zh
const band = (from: number, level: 'blue' | 'yellow' | null, zh: string) => ({ from, level, label: { zh, en: zh } })

test('bands give the classes: a value at or past its start wears the level, rounded as it is shown', () => {
  const def = {
    unit: '',
    precision: 0,
    direction: -1 as const,
    bands: [band(0, null, '优'), band(51, null, '良'), band(101, 'blue', '轻度')],
  }
  const { classOf, classes } = scaleOf(def, [], say)
  expect(classes.map((each) => each.label)).toEqual(['优 ≥ 0', '良 ≥ 51', '轻度 ≥ 101'])
  expect(classOf(50.4)?.label).toBe('优 ≥ 0')
  expect(classOf(50.6)?.label).toBe('良 ≥ 51')
  expect(classOf(140)).toMatchObject({ fill: '--alert-blue', level: 'blue' })
  expect(classOf(null)).toBeUndefined()
})

test('where higher is better the bands run downwards', () => {
  const def = { unit: 'ratio', precision: 1, direction: 1 as const, bands: [band(1, null, '充足'), band(0.05, 'yellow', '不足')] }
  const { classOf } = scaleOf(def, [], say)
  expect(classOf(0.4)?.level).toBeNull()
  expect(classOf(0.0504)?.level).toBe('yellow')
})

test('without bands every value finds a class whose order follows the values', () => {
  const def = { unit: '', precision: 2, direction: 0 as const, bands: [] }
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
      const { classOf, classes } = scaleOf(def, values, say)
      expect(classes.length).toBeLessThanOrEqual(5)
      const ranks = [...values].sort((a, b) => a - b).map((value) => classes.indexOf(classOf(value) as (typeof classes)[number]))
      expect(ranks.every((rank) => rank >= 0)).toBe(true)
      expect(ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] as number))).toBe(true)
    }),
  )
})

test('no level colour is worn without a level', () => {
  const { classes } = scaleOf({ unit: '件', precision: 0, direction: -1, bands: [] }, [3, 40, 900], say)
  expect(classes.every((each) => each.fill.startsWith('--ramp'))).toBe(true)
})

test('steps are numbers that people count in', () => {
  expect([0.013, 0.7, 1, 3.4, 180].map(niceStep)).toEqual([0.02, 1, 1, 5, 200])
})
