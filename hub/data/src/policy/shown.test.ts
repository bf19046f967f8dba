import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { grantInput, openDesk, people, REASON, readers } from './testing/readers.ts'

const desk = await openDesk()
after(desk.close)
const { ask, ctx } = desk

test('what a file once showed is known, though its field is classified anew: the other half is not shown', async () => {
  const whole = readers()
  const born = { ...whole.fields.find(({ name }) => name === 'branch')!, name: 'since', title: '出生日期', type: 'date' as const }
  const resource = await desk.add({ ...whole, fields: whole.fields.map((field) => (field.name === 'since' ? born : field)) })
  await desk.fill(resource, people(3))
  await ask('keeper', 'POST', '/api/grants', grantInput({ fields: ['id_no', 'since'], clear: ['since'] }))
  const look = async () => {
    const page = await ask('school', 'GET', `/api/resources/${resource.id}/rows?${REASON}`)
    return ['id_no', 'since'].map((name) => page.body.decision.fields[name].mask)
  }
  assert.deepEqual(await look(), ['identity-number', 'none'])
  assert.deepEqual(await look(), ['identity-number', 'none'])
  // the owner finds out that the column is a birthday: six first and four last characters are out already
  const classification = { grade: 3, category: 'birthday', mask: 'year', confirmed: true, reason: '' } as const
  const fields = resource.fields.map((field) => (field.name === 'since' ? { ...field, classification } : field))
  desk.resources.set(resource.id, { ...resource, fields, version: 2 })
  assert.deepEqual(await look(), ['identity-number-outer', 'year'])
  const { rows } = await ctx.pool.query('SELECT field, category, mask FROM data.shown_field WHERE unit = $1 ORDER BY 1, 2, 3', [
    'book-school',
  ])
  assert.ok(rows.some((row) => row.field === 'since' && row.category === 'public' && row.mask === 'none'))
  assert.ok(rows.some((row) => row.field === 'id_no' && row.mask === 'identity-number'))
})
