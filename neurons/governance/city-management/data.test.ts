import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Duration, Rule } from '@haihe/contract'
import { categories } from './categories.ts'
import { formatComponentCode, parseComponentCode } from './component-code.ts'
import { cityManagement } from './lifecycle.ts'
import { routing } from './routing.ts'
import { rules } from './rules.ts'

const leaves = categories.filter((category) => category.leaf)

test('codes are unique, stand below their class and say which standard they come from', () => {
  assert.equal(new Set(categories.map((category) => category.code)).size, categories.length)
  for (const leaf of leaves) {
    assert.ok(categories.some((category) => category.code === leaf.parent && !category.leaf && category.kind === leaf.kind))
    assert.equal(leaf.standardCode, leaf.code.replace('C', ''))
    assert.ok(leaf.standard.length > 0 && leaf.region === '12')
    assert.ok(leaf.filing && leaf.closing)
  }
  assert.deepEqual(
    ['event', 'component'].map((kind) => leaves.filter((leaf) => leaf.kind === kind).length),
    [58, 93],
  )
})

test('whatever endangers people is urgent and never settled on the spot', () => {
  for (const code of ['0401', '0402', '0403', '0405', '0408', 'C0103', 'C0111']) {
    const category = leaves.find((leaf) => leaf.code === code)
    assert.notEqual(category?.urgency, 'normal', code)
    assert.equal(category?.selfHandle, false, code)
  }
})

test('rules are well formed, dated, and official only where a source is named', () => {
  for (const rule of rules) Rule.parse(rule)
  const keys = rules.map((rule) => `${rule.id} ${rule.region} ${rule.from}`)
  assert.equal(new Set(keys).size, keys.length)
  for (const rule of rules.filter((each) => each.official)) assert.doesNotMatch(rule.basis, /可配置|未见|未署名|送审稿/)
  for (const rule of rules.filter((each) => each.basis.includes('未署名') || each.basis.includes('济源')))
    assert.equal(rule.official, false)
})

test('every limit a clock asks for has a general rule behind it', () => {
  const ids = new Set(rules.map((rule) => rule.id))
  for (const clock of cityManagement.clocks.filter((each) => !each.optional)) {
    const general = clock.limits.find((template) => !template.includes('{'))
    assert.ok(general && ids.has(general), clock.id)
    assert.ok(Duration.safeParse(rules.find((rule) => rule.id === general)?.value).success)
  }
})

test('routes name categories that exist, each once', () => {
  for (const rule of routing)
    assert.ok(
      categories.some((category) => category.code.startsWith(rule.category)),
      rule.id,
    )
  assert.equal(new Set(routing.map((rule) => rule.id)).size, routing.length)
})

test('a component’s code has sixteen digits: district, class, sub-class, serial', () => {
  const code = formatComponentCode({ district: '120101', category: 'C0111', serial: 42 })
  assert.equal(code, '1201010111000042')
  assert.deepEqual(parseComponentCode(code), { district: '120101', category: 'C0111', serial: 42 })
  assert.equal(parseComponentCode('12010101110000'), undefined)
  assert.throws(() => formatComponentCode({ district: '12010', category: 'C0111', serial: 1 }), RangeError)
  assert.throws(() => formatComponentCode({ district: '120101', category: 'C0111', serial: 1_000_000 }), RangeError)
})
