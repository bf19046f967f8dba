import { expect, test } from 'vitest'
import { type Column, fittingColumns } from './data-table.tsx'

const column = (id: string, width?: number, from?: number): Column<string> => ({
  id,
  title: id,
  value: (row) => row,
  ...(width ? { width } : {}),
  ...(from ? { from } : {}),
})
const ids = (columns: readonly Column<string>[]) => columns.map(({ id }) => id)

const COLUMNS = [column('name'), column('id', 10, 30), column('state', 6), column('note', 12, 34), column('at', 8)]

test('a wide table shows every column', () =>
  expect(ids(fittingColumns(COLUMNS, 60))).toEqual(['name', 'id', 'state', 'note', 'at']))

test('columns leave from the widest demand on, before the name is squeezed', () => {
  expect(ids(fittingColumns(COLUMNS, 44))).toEqual(['name', 'id', 'state', 'at'])
  expect(ids(fittingColumns(COLUMNS, 32))).toEqual(['name', 'state', 'at'])
})

test('on the narrowest place the name and what stands beside it stay, and the name is not squeezed', () => {
  expect(ids(fittingColumns(COLUMNS, 27))).toEqual(['name', 'state', 'at'])
  expect(ids(fittingColumns(COLUMNS, 22))).toEqual(['name', 'state'])
  expect(ids(fittingColumns(COLUMNS, 10))).toEqual(['name', 'state'])
})
