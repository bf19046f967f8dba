import assert from 'node:assert/strict'
import { test } from 'node:test'
import { merge } from './merge.ts'

const main = { ctes: 'a AS (UPDATE t SET x = $1 WHERE y = $2 RETURNING 1)', select: 'SELECT count(*) FROM a', values: ['x', 'y'] }

test('inserts join with their places moved behind those of the main statement', () => {
  const one = { text: 'INSERT INTO u SELECT $1, $2, $1', values: ['p', 'q'] }
  const two = { text: ' insert into v values ($1)', values: ['r'] }
  assert.deepEqual(merge(main, [one, two]), {
    text: `WITH ${main.ctes}, joined0 AS (INSERT INTO u SELECT $3, $4, $3), joined1 AS ( insert into v values ($5)) ${main.select}`,
    values: ['x', 'y', 'p', 'q', 'r'],
  })
  assert.deepEqual(merge(main, []), { text: `WITH ${main.ctes} ${main.select}`, values: ['x', 'y'] })
})

test('literals of an insert are no hindrance, wherever they stand', () => {
  const text = `INSERT INTO u SELECT e->>'k', 'a; b', 'it''s' FROM jsonb_array_elements($1::jsonb) AS e`
  assert.deepEqual(merge(main, [{ text, values: ['[]'] }])?.values, ['x', 'y', '[]'])
})

test('whatever answers, reads or could be misread stays apart', () => {
  for (const text of [
    'SELECT 1',
    'UPDATE u SET a = $1',
    'INSERT INTO u VALUES ($1) RETURNING id',
    'INSERT INTO u VALUES ($1); DELETE FROM u',
    `INSERT INTO u VALUES ('costs $5')`,
  ])
    assert.equal(merge(main, [{ text, values: ['a'] }]), undefined, text)
})
