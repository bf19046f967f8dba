import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listFiles } from './files.ts'
import { checkImports } from './imports.ts'
import { readQuality } from './quality.ts'

test('the house has sources and their imports run one way', () => {
  const files = listFiles()
  assert.ok(files.some((file) => file === 'packages/contract/src/index.ts'))
  assert.deepEqual(checkImports(files), [])
})

test('a quality scale without a reason, with an unknown point or a missing one is refused', () => {
  const { problems } = readQuality('grade: platinum\npoints:\n  manifest: done\n  sparkle: done\n  tests: { state: exempt }\n')
  assert.ok(problems.some((problem) => problem.includes('platinum')))
  assert.ok(problems.includes('unknown point sparkle'))
  assert.ok(problems.includes('tests is exempt without a reason'))
  assert.ok(problems.includes('story must be done, todo or exempt'))
})
