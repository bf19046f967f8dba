import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Duration, IndicatorDef, Rule } from '@haihe/contract'
import { indicators } from './indicators.ts'
import { rules } from './rules.ts'
import { scenario } from './scenario.ts'

test('rules are well formed and dated, and none claims to be official', () => {
  for (const rule of rules) Rule.parse(rule)
  assert.deepEqual(
    rules.filter((rule) => rule.official),
    [],
  )
  const keys = rules.map((rule) => `${rule.id} ${rule.from}`)
  assert.equal(new Set(keys).size, keys.length)
})

test('versions of one rule follow each other without a gap or an overlap', () => {
  for (const rule of rules.filter((each) => each.to !== null)) {
    const next = rules.filter((each) => each.id === rule.id && each.from === rule.to)
    assert.equal(next.length, 1, rule.id)
  }
})

test('every clock finds its limit on any day since the practice began, for every kind', () => {
  for (const def of scenario.caseTypes ?? [])
    for (const clock of def.clocks)
      for (const date of ['2021-03-01', '2025-07-31', '2025-08-01', '2026-11-16']) {
        const general = clock.limits.at(-1)!
        assert.ok(!general.includes('{'), `${def.id} ${clock.id}`)
        const found = rules.find((rule) => rule.id === general && rule.from <= date && (rule.to === null || date < rule.to))
        assert.ok(found && Duration.safeParse(found.value).success, `${def.id} ${clock.id} ${date}`)
      }
})

test('every number that a case feeds is declared, and every declared number has a formula and an owner', () => {
  const ids = new Set(indicators.map((each) => each.id))
  for (const def of scenario.caseTypes ?? []) for (const event of Object.values(def.events)) assert.ok(ids.has(event!), event)
  for (const indicator of indicators) {
    IndicatorDef.parse(indicator)
    assert.ok(indicator.formula.zh && indicator.formula.en && indicator.owner)
    for (const id of indicator.rules.filter((rule) => rule.startsWith('data-exchange.')))
      assert.ok(
        rules.some((rule) => rule.id === id),
        id,
      )
  }
})

test('every title and text has both languages', () => {
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if ('zh' in value || 'en' in value) {
      const { zh, en } = value as { zh?: string; en?: string }
      assert.ok(zh && en, path)
      assert.doesNotMatch(en, /\p{Script=Han}/u, path)
      return
    }
    for (const [key, each] of Object.entries(value)) walk(each, `${path}.${key}`)
  }
  walk(scenario, 'scenario')
})
