import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { UsageError } from './command.ts'
import { cut, printCsv, printTable, widthOf } from './output.ts'
import { everyByOffset, everyItem } from './pages.ts'
import { conditionOf } from './read.ts'

const everything = async <T>(of: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const one of of) all.push(one)
  return all
}

const collect = () => {
  let text = ''
  const out = new Writable({
    highWaterMark: 64,
    write(chunk, _encoding, done) {
      text += chunk
      setImmediate(done)
    },
  })
  return { out, text: () => text }
}

test('columns of Chinese and Latin text stand under their titles', async () => {
  const { out, text } = collect()
  await printTable(
    out,
    [
      { title: '书名', value: (row: { name: string; n: number }) => row.name },
      { title: '本', value: (row) => row.n, end: true },
    ],
    [
      { name: '海河', n: 1 },
      { name: 'a\u001b[31mb\nc', n: 20 },
    ],
  )
  out.end()
  assert.equal(text(), '书名  本\n海河   1\nab c  20\n')
})

test('a value wider than its column is cut at a whole character', () => {
  assert.equal(cut('海河海河', 7), '海河海…')
  assert.equal(widthOf(cut('海河海河', 6)), 5)
})

test('CSV quotes what would break it and waits for a slow reader', async () => {
  const { out, text } = collect()
  const rows = Array.from({ length: 500 }, (_, n) => ({ n, text: n === 0 ? 'a "b", c\nd' : null }))
  const columns = [
    { title: 'n', value: (row: (typeof rows)[number]) => row.n },
    { title: 'text', value: (row: (typeof rows)[number]) => row.text },
  ]
  assert.equal(await printCsv(out, columns, rows), 500)
  await new Promise<void>((resolve) => void out.end(resolve))
  assert.match(text(), /^n,text\r\n0,"a ""b"", c\nd"\r\n1,\r\n/)
  assert.equal(text().split('\r\n').length, 502)
})

test('pages are followed to the end, and no page is asked for that nobody reads', async () => {
  const asked: (number | undefined)[] = []
  const ask = async (from: number | undefined, limit: number) => {
    asked.push(from)
    const at = from ?? 0
    const items = Array.from({ length: Math.min(limit, 25 - at) }, (_, n) => at + n)
    return { items, next: at + items.length < 25 ? at + items.length : null }
  }
  assert.equal((await everything(everyItem(ask, { page: 10 }))).length, 25)
  assert.deepEqual(asked.splice(0), [undefined, 10, 20])
  assert.deepEqual(
    await everything(everyItem(ask, { page: 10, most: 12 })),
    Array.from({ length: 12 }, (_, n) => n),
  )
  assert.deepEqual(asked.splice(0), [undefined, 10])
  for await (const item of everyItem(ask, { page: 10 })) if (item === 3) break
  assert.deepEqual(asked, [undefined])
  const offsets = everyByOffset(
    async (offset, limit) => Array.from({ length: Math.min(limit, 7 - offset) }, (_, n) => offset + n),
    { page: 3 },
  )
  assert.deepEqual(await everything(offsets), [0, 1, 2, 3, 4, 5, 6])
})

test('conditions take the type of their field; what cannot be one is told with the fields there are', () => {
  const field = (name: string, type: 'text' | 'integer' | 'boolean') => ({ name, type }) as never
  const fields = [field('title', 'text'), field('days', 'integer'), field('kept', 'boolean')]
  assert.deepEqual(conditionOf('days>=30', fields), { field: 'days', op: '>=', value: 30 })
  assert.deepEqual(conditionOf('title = a=b ', fields), { field: 'title', op: '=', value: 'a=b ' })
  assert.deepEqual(conditionOf('days in 1, 2', fields), { field: 'days', op: 'in', value: [1, 2] })
  assert.deepEqual(conditionOf('kept=true', fields), { field: 'kept', op: '=', value: true })
  assert.throws(() => conditionOf('days=soon', fields), UsageError)
  assert.throws(() => conditionOf('pages=1', fields), /title days kept/)
  assert.throws(() => conditionOf('days !', fields), /写法有误/)
})
