/** Rejected rows as a file for a spreadsheet, and that file read back when it was mended there. */
import { BYTE_ORDER_MARK, csvLine, harmlessText, plainText, REJECT_REASONS, type Resource } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import { type Cell, type Source, SourceError } from '../source/types.ts'
import { listRejects, type RejectFilter, type RejectRow, rejectColumns } from './reject-store.ts'

/** Columns of our own stand first; a source hardly has such names, and no mapping reads them. */
const OWN = ['_拒收编号', '_行号', '_拒收原因'] as const
const PAGE = 1000
/** Rows that one file may correct. */
export const MOST_MENDED = 20_000

/** 借出日期：不是有效日期（2026/13/45） */
const reasonsOf = ({ problems }: RejectRow, resource: Pick<Resource, 'fields'>): string =>
  problems
    .map(({ field, reason, detail }) => {
      const title = resource.fields.find(({ name }) => name === field)?.title ?? field
      return `${title ? `${title}：` : ''}${REJECT_REASONS[reason].zh}${detail ? `（${detail}）` : ''}`
    })
    .join('；')

/** `known`: columns in the order of the source, as far as it is known. */
export async function* rejectFile(
  db: Db,
  connector: string,
  filter: RejectFilter,
  resource: Pick<Resource, 'fields'>,
  known: readonly string[],
): AsyncGenerator<string> {
  const found = await rejectColumns(db, connector, filter)
  const columns = [...known.filter((name) => found.includes(name)), ...found.filter((name) => !known.includes(name))]
  yield `${BYTE_ORDER_MARK}${csvLine([...OWN, ...columns.map(harmlessText)])}`
  for (let after = 0; ; ) {
    const rows = await listRejects(db, connector, filter, after, PAGE)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    yield rows
      .map((row) =>
        csvLine([
          String(row.id),
          String(row.line),
          harmlessText(reasonsOf(row, resource)),
          ...columns.map((name) => harmlessText(row.content[name] ?? null)),
        ]),
      )
      .join('')
  }
}

export interface Mended {
  id: number
  content: Record<string, Cell>
}

/** Rows of a mended file by their number. Throws SourceError for a file that is none of ours, or too long. */
export const readMended = async (source: Source): Promise<Mended[]> => {
  const mended: Mended[] = []
  const position = { cursor: null, watermark: null, line: 0, signal: new AbortController().signal }
  for await (const { columns, rows, bad } of source.read(position)) {
    const at = columns.indexOf(OWN[0])
    if (at < 0) throw new SourceError(`文件没有“${OWN[0]}”一列：请上传从这里下载、改好的拒收文件，不要删除前三列`)
    if (bad.length > 0) throw new SourceError(`第 ${bad[0]?.line} 行的列数与表头不一致`)
    for (const row of rows) {
      const id = Number(row[at])
      if (!Number.isSafeInteger(id) || id < 1) continue
      const content = Object.fromEntries(
        columns.flatMap((name, n) => {
          if ((OWN as readonly string[]).includes(name)) return []
          const text = row[n] ?? null
          return [[plainText(name), text === null || text === '' ? null : plainText(text)]]
        }),
      )
      mended.push({ id, content })
    }
    if (mended.length > MOST_MENDED) throw new SourceError(`一次最多改正 ${MOST_MENDED} 行`)
  }
  return mended
}
