/** Values as files write them, for programs (CSV) and for people who open them in a spreadsheet. */

/** A value as a cell. */
export const cellText = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** As cellText, but a text that a spreadsheet would run as a formula is made a plain text (CWE-1236). */
export const harmlessText = (value: unknown): string => {
  const text = cellText(value)
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
}

/** A cell as it was before it was made harmless. */
export const plainText = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

export const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Stands before a file by which a spreadsheet knows that it is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'
