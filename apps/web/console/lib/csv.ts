/** Looking into a CSV file before it is sent: charset, delimiter, columns, what the columns probably mean. */

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]
export type Charset = 'utf-8' | 'gb18030'

/** UTF-8 when the bytes are valid UTF-8 (a character cut at the end is forgiven), else GB 18030. */
export const decodeSample = (bytes: Uint8Array): { charset: Charset; text: string } => {
  for (const cut of [0, 1, 2, 3])
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut))
      return { charset: 'utf-8', text }
    } catch {
      // not UTF-8 to here
    }
  return { charset: 'gb18030', text: new TextDecoder('gb18030').decode(bytes) }
}

/** Records of a text (RFC 4180); an unfinished last one is left out when the text is only the beginning of a file. */
export const csvRecords = (text: string, delimiter: string, most: number, beginning = false): string[][] => {
  const records: string[][] = []
  let record: string[] = []
  let cell = ''
  let quoted = false
  let at = text.startsWith('\ufeff') ? 1 : 0
  const endCell = () => {
    record.push(cell)
    cell = ''
  }
  const endRecord = () => {
    endCell()
    if (record.length > 1 || record[0] !== '') records.push(record)
    record = []
  }
  for (; at < text.length && records.length < most; at += 1) {
    const sign = text[at] as string
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === delimiter) endCell()
    else if (sign === '\n') endRecord()
    else if (sign !== '\r') cell += sign
  }
  if (records.length < most && !beginning && (cell !== '' || record.length > 0)) endRecord()
  return records
}

/** The delimiter that splits the first lines into the most columns, equally many in each. */
export const guessDelimiter = (text: string): Delimiter => {
  const widths = DELIMITERS.map((delimiter) => {
    const records = csvRecords(text, delimiter, 6, true)
    const width = records[0]?.length ?? 0
    return { delimiter, width: records.every((record) => record.length === width) ? width : 0 }
  })
  return widths.reduce((best, one) => (one.width > best.width ? one : best)).delimiter
}

export type Shape = 'long' | 'wide' | 'record'

const TIME = /^(time|timestamp|date|datetime|at|observed_?at|时间|日期|监测时间|采集时间|数据时间)$/i
const ENTITY =
  /^(id|entity|station|station_?code|code|sensor|device|name|site|编号|编码|站点|站点编码|站点编号|设备|设备编号|对象|名称|停车场)$/i
const ATTRIBUTE = /^(attribute|indicator|metric|type|item|pollutant|属性|指标|项目|污染物|监测项)$/i
const VALUE = /^(value|reading|result|数值|值|读数|监测值|浓度)$/i

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell))
const isTime = (cell: string): boolean =>
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/.test(cell.trim()) || /^1[5-9]\d{8}(\d{3})?$/.test(cell.trim())

export interface Guess {
  shape: Shape
  time: string
  entity: string | null
  attribute: string | null
  value: string | null
  /** columns that hold numbers and have no other meaning */
  numbers: string[]
}

/** What the columns probably mean; the person has the last word. */
export const guessColumns = (header: readonly string[], sample: readonly (readonly string[])[]): Guess => {
  const column = (index: number) => sample.map((record) => record[index] ?? '').filter((cell) => cell.trim() !== '')
  const all = (index: number, test: (cell: string) => boolean) => column(index).length > 0 && column(index).every(test)
  const named = (pattern: RegExp) => header.find((name) => pattern.test(name.trim())) ?? null
  const time = named(TIME) ?? header.find((_, index) => all(index, isTime)) ?? header[0] ?? ''
  const entity = named(ENTITY)
  const value = named(VALUE)
  const attribute = named(ATTRIBUTE)
  const taken = new Set([time, entity, value, attribute])
  const numbers = header.filter((name, index) => !taken.has(name) && all(index, isNumber))
  const shape: Shape = value !== null ? 'long' : entity !== null ? 'record' : 'wide'
  return { shape, time, entity, attribute, value: value ?? numbers[0] ?? null, numbers }
}
