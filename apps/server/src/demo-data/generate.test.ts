import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isIdentityNumber, isPlate, isUscc, ResourceDraft } from '@haihe/contract'
import { csvOf, DEMO_STREET, generateCity } from './generate.ts'

const PLACES = ['120101001', '120101002', '120102001'].map((code) => ({ code, street: `街${code}`, district: '和平区' }))
const city = generateCity(PLACES)
const of = (id: string) => city.resources.find((resource) => resource.id === id)!

test('every description is a whole draft, marked as simulated, with its keys and fields in every row', () => {
  assert.ok(city.resources.length >= 10)
  for (const { id, draft, rows } of city.resources) {
    ResourceDraft.parse(draft)
    assert.match(draft.title, /模拟/)
    assert.ok(draft.keywords.includes('模拟'))
    const names = draft.fields.map(({ name }) => name).sort()
    assert.ok(rows.length > 0, id)
    for (const row of rows) assert.deepEqual(Object.keys(row).sort(), names, id)
    const keys = rows.map((row) => draft.keys.map((key) => row[key]).join('|'))
    assert.equal(new Set(keys).size, keys.length, `${id} has two rows with one key`)
  }
})

test('numbers are valid by their check digits, but for those that are planted', () => {
  const bad = (id: string, field: string, valid: (text: string) => boolean) =>
    of(id).rows.filter((row) => !valid(String(row[field]))).length
  assert.equal(bad('population', 'sfzh', isIdentityNumber), 0)
  assert.equal(bad('enterprises', 'tyshxydm', isUscc), 0)
  assert.equal(bad('vehicles', 'hphm', isPlate), 0)
  const planted = bad('rentals', 'sfzh', isIdentityNumber)
  assert.ok(planted > 0 && planted < of('rentals').rows.length * 0.05)
})

test('the same city comes out every time, and the demonstration citizen lives in it', () => {
  assert.deepEqual(generateCity(PLACES).resources[0]?.rows.slice(0, 20), city.resources[0]?.rows.slice(0, 20))
  const holding = city.resources.filter(({ rows }) => rows.some(({ sfzh }) => sfzh === city.citizen.number))
  assert.ok(holding.length >= 5)
  assert.equal(city.citizen.place.code, DEMO_STREET)
})

test('a file has one line for its titles and one for every row', () => {
  const shelters = of('shelters')
  assert.equal(csvOf(shelters).match(/\r\n/g)?.length, shelters.rows.length + 1)
  assert.match(csvOf(shelters), /^场所编号,场所名称/)
})
