import { expect, test } from 'vitest'
import { detailOf } from './reason.ts'

test('the words of the code are not said twice', () => {
  expect(detailOf('VALUE_OUT_OF_RANGE', '数值超出该属性的合理范围：应不小于 0')).toBe('应不小于 0')
  expect(detailOf('VALUE_OUT_OF_RANGE', '数值超出该属性的合理范围')).toBe('')
  expect(detailOf('NOBODY_KNOWS', '别的原因')).toBe('别的原因')
})
