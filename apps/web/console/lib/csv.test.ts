import { expect, test } from 'vitest'
import { csvRecords, decodeSample, guessColumns, guessDelimiter } from './csv.ts'

test('quotes hold delimiters, line breaks and quotes', () => {
  expect(csvRecords('a,b\r\n"1,5","x ""y""\nz"\r\n', ',', 10)).toEqual([
    ['a', 'b'],
    ['1,5', 'x "y"\nz'],
  ])
})

test('a byte order mark and blank lines are no data; a last line without its end counts', () => {
  expect(csvRecords('\ufeffa,b\n\n1,2', ',', 10)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('of the beginning of a file the unfinished last line is left out', () => {
  expect(csvRecords('a,b\n1,2\n3,', ',', 10, true)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('the delimiter is the one that splits every line alike', () => {
  expect(guessDelimiter('time;a;b\n2026-01-01;1,5;2\n2026-01-02;3,5;2\n')).toBe(';')
  expect(guessDelimiter('time\ta\n2026-01-01\t1\n')).toBe('\t')
  expect(guessDelimiter('time,a\n2026-01-01,1\n')).toBe(',')
})

test('Chinese files of older programs are read as GB 18030', () => {
  // 时间,值 in GB 18030
  const bytes = new Uint8Array([0xca, 0xb1, 0xbc, 0xe4, 0x2c, 0xd6, 0xb5])
  expect(decodeSample(bytes)).toEqual({ charset: 'gb18030', text: '时间,值' })
  expect(decodeSample(new TextEncoder().encode('时间,值')).charset).toBe('utf-8')
})

test('a sample that ends inside a character is still UTF-8', () => {
  const bytes = new TextEncoder().encode('时间,值')
  expect(decodeSample(bytes.subarray(0, bytes.length - 1))).toEqual({ charset: 'utf-8', text: '时间,' })
})

test('one reading per line is recognised by its value column', () => {
  const guess = guessColumns(['站点编码', '监测时间', '监测项', '数值'], [['1001A', '2026/11/20 8:00', 'pm25', '35']])
  expect(guess).toMatchObject({ shape: 'long', time: '监测时间', entity: '站点编码', attribute: '监测项', value: '数值' })
})

test('one object per line has an object column and several numbers', () => {
  const guess = guessColumns(['station', 'time', 'pm25', 'o3', 'note'], [['1001A', '2026-11-20T08:00', '35', '80', 'ok']])
  expect(guess).toMatchObject({ shape: 'record', entity: 'station', numbers: ['pm25', 'o3'] })
})

test('one column per object has nothing but a time and numbers', () => {
  const guess = guessColumns(['date', '1001A', '1002A'], [['2026-11-20', '1', '2']])
  expect(guess).toMatchObject({ shape: 'wide', time: 'date', entity: null, numbers: ['1001A', '1002A'] })
})
