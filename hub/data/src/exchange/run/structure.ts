/** A source may change its columns any day. What the mapping reads must be there; what is new is told. */
import { type Mapping, mappedColumns, type Resource } from '@haihe/contract'
import type { ConnectorRow } from '../connector/connector-store.ts'
import { SourceError } from '../source/types.ts'

/** Tables and files have the columns that they say; a JSON object may leave out what is empty. */
const isFixed = (kind: ConnectorRow['kind']): boolean =>
  kind === 'postgres' || kind === 'mysql' || kind === 'upload' || kind === 'folder'

/** Columns without which no row could be taken. */
const neededColumns = ({ fields, keys }: Pick<Resource, 'fields' | 'keys'>, mapping: Mapping): string[] =>
  fields.flatMap(({ name, required }) => {
    const column = mapping.fields[name]?.column
    return column && (required || keys.includes(name)) ? [column] : []
  })

/**
 * Throws SourceError when a column is gone: its field would otherwise be emptied in every row, or every row rejected.
 * `columns`: of the first rows of a run.
 */
export const assertColumns = (
  kind: ConnectorRow['kind'],
  resource: Pick<Resource, 'fields' | 'keys'>,
  mapping: Mapping,
  columns: readonly string[],
): void => {
  if (kind === 'mqtt') return
  const gone = (isFixed(kind) ? mappedColumns(mapping) : neededColumns(resource, mapping)).filter(
    (column) => !columns.includes(column),
  )
  if (gone.length > 0)
    throw new SourceError(
      `来源中没有映射用到的列：${gone.slice(0, 20).join('、')}。已有数据没有改动；请修改映射，或请对方恢复这些列，然后继续`,
    )
}

/** Columns that are not among those known; none as long as nothing is known, or the kind has no fixed ones. */
export const newColumns = (
  { kind, sourceColumns }: Pick<ConnectorRow, 'kind' | 'sourceColumns'>,
  columns: readonly string[],
): string[] => (isFixed(kind) && sourceColumns ? columns.filter((column) => !sourceColumns.includes(column)) : [])
