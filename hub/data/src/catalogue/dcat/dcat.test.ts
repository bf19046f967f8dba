import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import jsonld from 'jsonld'
import { openHouse } from '../testing/house.ts'
import { publish } from '../testing/publish.ts'
import { complaints, readTurtle } from '../testing/rdf.ts'

const house = await openHouse()
const { ask, room } = house
after(house.close)

const open = await publish(room, { opening: { type: 'unconditional', condition: '' }, channels: ['api', 'table', 'file'] })
const hostile = await publish(room, {
  title: '分馆 "实时" \\ 客流\n<第二行> \u{1F4DA}',
  kind: 'entities',
  target: 'Branch>"',
  opening: { type: 'conditional', condition: '登记后使用' },
  cycle: 'realtime',
  keywords: [],
})
const closed = await publish(room, {
  title: '查询服务',
  kind: 'service',
  target: 'https://books.example/api?q={x}',
  path: '1.4.2',
  sharing: { type: 'refused', condition: '', basis: '图书法第九条' },
})
const shapes = readTurtle(await readFile(new URL('../testing/dcat-shapes.ttl', import.meta.url), 'utf8'))

test('the export meets what DCAT-AP 3 makes mandatory and recommends', async () => {
  const { body, status } = await ask('reader', 'GET', '/api/catalogue.ttl')
  assert.equal(status, 200)
  assert.deepEqual(await complaints(shapes, readTurtle(body)), [])
})

test('the shapes notice what is missing', async () => {
  const { body } = await ask('reader', 'GET', '/api/catalogue.ttl')
  const without = body.replaceAll(/^ {2}dcat:contactPoint \[[^\]]*\] ;\n/gm, '').replaceAll(/^ {2}dct:publisher .*;\n/gm, '')
  const paths = new Set((await complaints(shapes, readTurtle(without))).map(({ path }) => path))
  assert.deepEqual([...paths].sort(), ['"http://purl.org/dc/terms/publisher"', '"http://www.w3.org/ns/dcat#contactPoint"'])
})

test('JSON-LD and Turtle say the same', async () => {
  const document = JSON.parse((await ask('reader', 'GET', '/api/catalogue.jsonld')).body)
  const turtle = (await ask('reader', 'GET', '/api/catalogue.ttl')).body.replaceAll('catalogue.ttl', 'catalogue.jsonld')
  const quads = [...readTurtle(turtle)].map((quad) => {
    const term = (one: { termType: string; value: string; language?: string; datatype?: { value: string } }) => {
      if (one.termType === 'NamedNode') return `<${one.value}>`
      if (one.termType === 'BlankNode') return `_:${one.value}`
      const escaped = one.value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
      return `"${escaped}"${one.language ? `@${one.language}` : `^^<${one.datatype?.value}>`}`
    }
    return `${term(quad.subject)} ${term(quad.predicate)} ${term(quad.object as never)} .`
  })
  const canonical = { algorithm: 'RDFC-1.0', format: 'application/n-quads' } as const
  const expected = await jsonld.canonize(document, canonical)
  assert.equal(await jsonld.canonize(`${quads.join('\n')}\n`, { ...canonical, inputFormat: 'application/n-quads' }), expected)
  assert.ok(expected.includes('\u{1F4DA}'))
})

test('nobody is told only of what is opened to the public', async () => {
  const nobody = (await ask('', 'GET', '/api/catalogue.ttl')).body
  const reader = (await ask('reader', 'GET', '/api/catalogue.ttl')).body
  assert.deepEqual(
    [open, hostile, closed].map(({ id }) => [nobody.includes(id), reader.includes(id)]),
    [
      [true, true],
      [true, true],
      [false, true],
    ],
  )
})

test('terms of use say what is refused and on which basis, and what needs consent', async () => {
  const graph = JSON.parse((await ask('reader', 'GET', '/api/catalogue.jsonld')).body)['@graph'] as Record<string, never>[]
  const terms = (id: string) => JSON.stringify(graph.find((node) => String(node['@id']).endsWith(`${id}/terms`)))
  assert.ok(terms(closed.id).includes('图书法第九条') && terms(closed.id).includes('odrl:Prohibition'))
  assert.ok(terms(hostile.id).includes('obtainConsent') && terms(hostile.id).includes('登记后使用'))
  assert.ok(!terms(open.id).includes('Prohibition'))
})

test('a long catalogue comes in pages that link one another', async () => {
  const first = await house.app.inject({ url: '/api/catalogue.jsonld?size=2', headers: { authorization: 'reader' } })
  const next = /<(.*)>; rel="next"/.exec(String(first.headers.link))?.[1] as string
  const second = await house.app.inject({ url: next.replace(/^https?:\/\/[^/]+/, ''), headers: { authorization: 'reader' } })
  assert.ok(first.body.includes(open.id) && !first.body.includes(closed.id) && second.body.includes(closed.id))
  assert.equal(second.headers.link, undefined)
  assert.equal((await ask('reader', 'GET', '/api/catalogue.ttl?size=2&page=3')).status, 404)
})
