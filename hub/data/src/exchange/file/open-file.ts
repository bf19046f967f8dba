/** A file that came in, whatever its format, as a source. Workbooks are read through their sheet written out as CSV. */
import { access } from 'node:fs/promises'
import type { FileSettings } from '@haihe/contract'
import { type Source, SourceError } from '../source/types.ts'
import { openCsv } from './csv-source.ts'
import { detectCsv } from './detect.ts'
import { sheetAsCsv } from './workbook.ts'

export const isWorkbook = (name: string): boolean => /\.xlsx$/i.test(name)

/** `path`: of the bytes as they came; the CSV of a sheet lies beside it. */
export const openFile = async (path: string, name: string, settings: FileSettings): Promise<Source> => {
  await access(path).catch(() => {
    throw new SourceError('文件已不存在，请重新上传')
  })
  if (isWorkbook(name)) {
    const sheet = await sheetAsCsv(path, settings.sheet)
    const shape = { ...(await detectCsv(sheet.path, { charset: 'utf-8', delimiter: ',' })), line: 2 }
    const source = openCsv({ path: sheet.path, shape, byRecord: true, whole: settings.whole })
    return { ...source, describe: async () => ({ ...(await source.describe()), choices: sheet.sheets }) }
  }
  const shape = await detectCsv(path, { charset: settings.charset, delimiter: settings.delimiter })
  return openCsv({ path, shape, byRecord: false, whole: settings.whole })
}
