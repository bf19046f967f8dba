import { expect, test } from 'vitest'
import { exportName, toCsv, toJson } from './export.ts'

interface Row {
  name: string
  count: number | null
}
const columns = [
  { id: 'name', title: '名称', value: (row: Row) => row.name },
  { id: 'count', title: '条数', value: (row: Row) => row.count },
]

test('CSV starts with a byte order mark and ends every line with CRLF', () => {
  expect(toCsv(columns, [{ name: '空气站', count: 3 }])).toBe('\ufeff名称,条数\r\n空气站,3\r\n')
})

test('commas, quotes and line breaks are quoted, a gap is an empty cell', () => {
  expect(toCsv(columns, [{ name: '一,"二"\n三', count: null }])).toBe('\ufeff名称,条数\r\n"一,""二""\n三",\r\n')
})

test('text that a spreadsheet would run stays text, a negative number stays a number', () => {
  const csv = toCsv(columns, [
    { name: '=HYPERLINK("http://x")', count: -2 },
    { name: '@cmd', count: 0 },
  ])
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")",-2`)
  expect(csv).toContain(`'@cmd,0`)
})

test('JSON holds the same values by column id', () => {
  expect(JSON.parse(toJson(columns, [{ name: '空气站', count: null }]))).toEqual([{ name: '空气站', count: null }])
})

test('the name of a file says when', () => {
  expect(exportName('sources', '2026-11-20T14:05', 'csv')).toBe('sources-2026-11-20T1405.csv')
})
