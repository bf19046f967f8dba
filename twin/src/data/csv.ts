/** Reads a CSV file as records; undefined when the folder or the file is not there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export type Row = Record<string, string>

export const readCsv = (folder: string | null, ...path: string[]): Row[] | undefined => {
  if (!folder) return undefined
  const file = join(folder, ...path)
  if (!existsSync(file)) return undefined
  return parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true, relax_column_count: true }) as Row[]
}
