import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERSONAL } from '@haihe/contract'
import { dice, identity, KINDS, labelled, mobile, NEAR_MISSES } from '../testing/samples.ts'
import { isBankCard, looksLikePhone } from './detectors.ts'
import { minorShare } from './minors.ts'
import { suggestField } from './suggest.ts'
import { looksLikeName } from './surnames.ts'

const TODAY = '2026-11-20'
const field = (more: Partial<Parameters<typeof suggestField>[0]>) => ({
  name: 'col_a',
  title: '字段',
  type: 'text' as const,
  standard: null,
  values: [],
  personal: false,
  ...more,
})
const many = (make: (roll: () => number, index: number) => string, count = 100): string[] => {
  const roll = dice(7)
  return Array.from({ length: count }, (_, index) => make(roll, index))
}

test('a suggestion says why in words, with the share of the sample', () => {
  const values = many((roll, index) => (index < 2 ? '1101051949123100' : identity(roll, 1950, 2000)))
  const suggestion = suggestField(field({ title: '证号', values }), TODAY)
  assert.equal(suggestion.category, 'identity-number')
  assert.deepEqual([suggestion.grade, suggestion.mask], [4, 'identity-number'])
  assert.match(suggestion.reason, /样本中 98% 通过身份证校验位/)
  assert.ok(suggestion.confidence > 0.9)
  assert.ok(!values.some((value) => suggestion.reason.includes(value)))
})

test('every kind is found under each of its names, also without any hint', () => {
  for (const kind of KINDS)
    for (const [title, name] of kind.names) {
      const { category } = suggestField(
        field({ title, name, type: kind.type, values: many(kind.value), personal: kind.personal ?? false }),
        TODAY,
      )
      assert.equal(category, kind.category, `${title} ${name}`)
    }
})

test('what only looks like personal data is left alone', () => {
  for (const kind of NEAR_MISSES)
    for (const [title, name] of kind.names) {
      const suggestion = suggestField(field({ title, name, type: kind.type, values: many(kind.value) }), TODAY)
      assert.ok(!PERSONAL.includes(suggestion.category), `${title} ${name}: ${suggestion.category}, ${suggestion.reason}`)
    }
})

test('on a generated set nothing personal is missed, and hardly anything else is taken for it', () => {
  const set = labelled(2026, 12)
  let [right, found, wanted, exact] = [0, 0, 0, 0]
  for (const { truth, ...sample } of set) {
    const { category } = suggestField(field(sample), TODAY)
    const [is, said] = [PERSONAL.includes(truth), PERSONAL.includes(category)]
    if (is) wanted += 1
    if (said) found += 1
    if (is && said) right += 1
    if (category === truth || (!is && !said)) exact += 1
  }
  const [precision, recall, accuracy] = [right / found, right / wanted, exact / set.length]
  console.log(
    `classification over ${set.length} fields: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, category right ${accuracy.toFixed(3)}`,
  )
  assert.ok(precision >= 0.97, `precision ${precision}`)
  assert.ok(recall >= 0.97, `recall ${recall}`)
  assert.ok(accuracy >= 0.95, `category ${accuracy}`)
})

test('a name that the sample contradicts is not believed, and the reason says so', () => {
  const suggestion = suggestField(field({ title: '身份证号', name: 'sfzh', values: many((_, i) => `A-${i}`) }), TODAY)
  assert.equal(suggestion.category, 'business')
  assert.match(suggestion.reason, /样本不符合/)
})

test('without values a name or a data standard is enough', () => {
  assert.equal(suggestField(field({ title: '联系电话' }), TODAY).category, 'phone')
  assert.equal(suggestField(field({ standard: 'GB 11643-1999' }), TODAY).category, 'identity-number')
  assert.equal(suggestField(field({ title: '工单备注' }), TODAY).category, 'business')
  assert.equal(suggestField(field({ title: '所属分馆', type: 'region' }), TODAY).category, 'public')
})

test('a mask fits the type of its field', () => {
  assert.equal(suggestField(field({ title: '出生日期', type: 'date' }), TODAY).mask, 'year')
  assert.equal(suggestField(field({ title: '手机号', type: 'integer' }), TODAY).mask, 'hide')
})

test('who is under fourteen is told by birth date to the day', () => {
  assert.equal(minorShare(['2012-11-20'], TODAY), 0)
  assert.equal(minorShare(['2012-11-21'], TODAY), 1)
  assert.equal(minorShare(['20121121', '1980/1/2', 'x'], TODAY), 0.5)
  assert.equal(minorShare(['x'], TODAY), null)
})

test('single values: check digits, segments and surnames', () => {
  assert.ok(isBankCard('4111 1111 1111 1111'))
  assert.ok(!isBankCard('4111111111111112') && !isBankCard('1111111111111117'))
  assert.ok(looksLikePhone('138 1234 5678') && looksLikePhone('010-62345678'))
  assert.ok(!looksLikePhone('14012345678') && !looksLikePhone('20261120001') && !looksLikePhone('62345678'))
  assert.ok(looksLikeName('王小明') && looksLikeName('欧阳修文') && looksLikeName('买买提·艾力'))
  assert.ok(!looksLikeName('和平区') && !looksLikeName('高级') && !looksLikeName('王先生们好'))
  assert.ok(many(mobile).every(looksLikePhone))
})
