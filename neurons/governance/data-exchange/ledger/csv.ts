/** The ledger as a file for a spreadsheet. */
import { BYTE_ORDER_MARK, csvLine, harmlessText, type LedgerRow, PURPOSE_NAMES } from '@haihe/contract'
import { CYCLES } from './words.ts'

/** Moments in the city's own time, as a spreadsheet reads them. */
const local = (at: string | null): string =>
  at === null ? '' : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const MET = { yes: '满足', partly: '部分满足', no: '未满足' } as const
const PROVENANCE = { local: '天津真实', elsewhere: '外地真实', simulated: '模拟' } as const

const COLUMNS: readonly (readonly [title: string, value: (row: LedgerRow) => string | number])[] = [
  ['编号', (row) => row.caseNo],
  ['需求单位', (row) => row.asker?.name ?? ''],
  ['需求', (row) => row.title],
  ['事项/场景', (row) => row.matter],
  ['字段数', (row) => row.fields],
  ['用途', (row) => PURPOSE_NAMES[row.purpose].zh],
  ['依据', (row) => row.basis],
  ['频次', (row) => CYCLES[row.frequency]],
  ['数源单位', (row) => row.owner?.name ?? ''],
  ['资源代码', (row) => row.resource?.code ?? ''],
  ['资源名称', (row) => row.resource?.title ?? ''],
  ['共享类型', (row) => row.kindTitle.zh],
  ['对接状态', (row) => row.stateTitle.zh],
  ['期望日', (row) => row.wantedBy ?? ''],
  ['承诺日', (row) => row.promise ?? ''],
  ['提出', (row) => local(row.dates.stated)],
  ['审查', (row) => local(row.dates.reviewed)],
  ['确责', (row) => local(row.dates.confirmed)],
  ['编目', (row) => local(row.dates.catalogued)],
  ['挂接', (row) => local(row.dates.connected)],
  ['授权', (row) => local(row.dates.authorised)],
  ['首次使用', (row) => local(row.dates.used)],
  ['评价', (row) => local(row.dates.rated)],
  ['办结', (row) => local(row.dates.closed)],
  ['当前时限', (row) => local(row.dueAt)],
  ['超时单位', (row) => row.late?.unit?.name ?? ''],
  ['曾超时环节', (row) => row.missed.map((each) => each.zh).join('、')],
  ['是否满足', (row) => (row.met === null ? '' : MET[row.met])],
  ['满意度', (row) => row.satisfaction ?? ''],
  ['数据性质', (row) => PROVENANCE[row.provenance]],
]

const line = (values: readonly (string | number)[]): string => csvLine(values.map(harmlessText))

/** With the mark by which a spreadsheet knows UTF-8. */
export const ledgerCsv = async function* (rows: AsyncIterable<LedgerRow>): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${line(COLUMNS.map(([title]) => title))}`
  for await (const row of rows) yield line(COLUMNS.map(([, value]) => value(row)))
}
