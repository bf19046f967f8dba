import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { only } from '../testing/desk.ts'
import { openRoom } from '../testing/room.ts'

const room = await openRoom()
const { app, call, clear, exchange, make, rows, runNow, upload } = room
after(() => room.close())

const HEADER = 'loan_no,title,branch,copies'
const load = async (...lines: string[]) => {
  await clear()
  const { id } = await make({ kind: 'upload', settings: {}, mapping: only(...HEADER.split(',')) })
  const file = await upload('loans.csv', `${[HEADER, ...lines].join('\n')}\n`)
  await runNow(id, { upload: file.id })
  return `/api/connectors/${id}/rejects`
}
const download = async (url: string, who = 'librarian') => {
  const response = await app.inject({ method: 'GET', url, headers: { authorization: who } })
  return { status: response.statusCode, type: response.headers['content-type'], text: response.body.replace(/^\ufeff/, '') }
}

test('rejected rows are counted, listed, downloaded, tried again and given up by their reason', async () => {
  const path = await load('A1,one,东馆,x', 'A2,two,nowhere,1', 'A3,three,西馆,y', 'A4,four,西馆,4')
  const byReason = `${path}?field=copies&reason=not-an-integer`
  const all = await call('librarian', 'GET', path)
  assert.deepEqual([all.total, all.items.length], [3, 3])
  const found = await call('librarian', 'GET', byReason)
  assert.deepEqual([found.total, found.items.map(({ line }: { line: number }) => line)], [2, [2, 4]])
  const file = await download(`${path}.csv?field=branch&reason=not-a-region`)
  assert.equal(file.type, 'text/csv; charset=utf-8')
  assert.deepEqual(file.text.split('\r\n').slice(0, 2), [
    '_拒收编号,_行号,_拒收原因,loan_no,title,branch,copies',
    `${all.items[1].id},3,分馆区划：不是有效的区划代码或名称（nowhere）,A2,two,nowhere,1`,
  ])
  assert.equal((await download(`${path}.csv`, 'curator')).status, 404)
  await call('librarian', 'POST', `${path}/discard`, { ids: null, why: { field: 'branch', reason: 'not-a-region' } })
  assert.equal((await call('librarian', 'GET', path)).total, 2)
  await call('librarian', 'POST', `${path}/replay`, { ids: null, why: { field: 'branch', reason: 'not-a-region' } }, 404)
})

test('a file of rejected rows comes back mended: what was changed is taken, what was not stays, formulas are texts', async () => {
  const path = await load('A1,=one,东馆,x', 'A2,two,nowhere,1', 'A3,three,西馆,z')
  const { text } = await download(`${path}.csv`)
  assert.ok(text.includes("'=one"))
  const mended = text.replace('东馆,x', '东馆,3').replace('two,nowhere', 'two,东馆')
  const { id } = await upload('mended.csv', mended)
  const done = await call('librarian', 'POST', `${path}/mend`, { upload: id }, 201)
  assert.deepEqual([done.rows, done.corrected], [3, 2])
  await exchange.idle()
  assert.deepEqual(await rows('_key, title, _region, copies'), [
    { _key: 'A1', title: '=one', _region: '990101', copies: 3 },
    { _key: 'A2', title: 'two', _region: '990101', copies: 1 },
  ])
  assert.deepEqual(
    (await call('librarian', 'GET', path)).items.map(({ line, corrected }: { line: number; corrected: boolean }) => [
      line,
      corrected,
    ]),
    [[4, false]],
  )
  // nothing changed: nothing is tried again
  assert.deepEqual(await call('librarian', 'POST', `${path}/mend`, { upload: id }, 201), { rows: 3, corrected: 0, run: null })
})

test('a file that is none of ours mends nothing, nor does one of another connector', async () => {
  const other = await load('A1,one,东馆,x')
  const { text } = await download(`${other}.csv`)
  const { id } = await upload('mended.csv', text.replace('东馆,x', '东馆,3'))
  const path = await load('A2,two,东馆,y')
  assert.equal((await call('librarian', 'POST', `${path}/mend`, { upload: id }, 201)).corrected, 0)
  const plain = await upload('plain.csv', 'loan_no,copies\nA2,1\n')
  assert.match((await call('librarian', 'POST', `${path}/mend`, { upload: plain.id }, 400)).detail, /_拒收编号/)
})

test('texts are regions by code or by a name that only one bears', async () => {
  const { regions } = await call('librarian', 'POST', '/api/connectors/regions', { texts: ['东馆', '990102000000', 'nowhere'] })
  assert.deepEqual(regions, { 东馆: '990101', '990102000000': '990102', nowhere: null })
})
