/** Tables leave as CSV that spreadsheets open as it is meant, or as JSON. */

export type Cell = string | number | boolean | null

export interface ExportColumn<T> {
  id: string
  title: string
  value: (row: T) => Cell
}

/** A spreadsheet runs text that starts like a formula; an apostrophe keeps it text (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/

const csvCell = (value: Cell): string => {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180 with a byte order mark, without which spreadsheets misread Chinese. */
export const toCsv = <T>(columns: readonly ExportColumn<T>[], rows: readonly T[]): string => {
  const lines = [
    columns.map(({ title }) => csvCell(title)),
    ...rows.map((row) => columns.map(({ value }) => csvCell(value(row)))),
  ]
  return `\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

/** A list of objects by column id. */
export const toJson = <T>(columns: readonly ExportColumn<T>[], rows: readonly T[]): string =>
  `${JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map(({ id, value }) => [id, value(row)]))),
    null,
    2,
  )}\n`

/** sources-2026-11-20T1405.csv; `minute` is local, as localMinute writes it */
export const exportName = (base: string, minute: string, extension: string): string =>
  `${base}-${minute.replaceAll(':', '')}.${extension}`

export const download = (name: string, text: string, type: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
