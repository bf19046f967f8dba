/** A column, and one row of it; a row in sight is drawn again only when something of its own changed. */
import { type MouseEvent, memo, type ReactNode, type RefObject } from 'react'
import { useWords } from '../../ui/i18n.ts'
import type { Cell } from '../lib/export.ts'

export interface Column<T> {
  id: string
  title: string
  /** stands in the head of the table instead of the title */
  head?: ReactNode
  cell?: (row: T) => ReactNode
  /** for export, for sorting, and shown when there is no `cell` */
  value: (row: T) => Cell
  sortable?: boolean
  align?: 'end'
  /** rem; columns without one share the rest */
  width?: number
  /** leaves when the table is narrower than this, in rem */
  from?: number
  /** wraps instead of ending in … */
  wrap?: boolean
  /** holds a button, not words */
  tool?: boolean
}

export interface RowActions<T> {
  hrefOf?: ((row: T) => string) | undefined
  onOpen?: ((row: T) => void) | undefined
  choose?: (key: string, on: boolean) => void
}

interface RowProps<T> {
  row: T
  id: string
  index: number
  columns: readonly Column<T>[]
  actions: RefObject<RowActions<T>>
  opens: boolean
  links: boolean
  current: boolean
  /** undefined: rows cannot be chosen */
  chosen: boolean | undefined
  /** rem */
  height: number
}

const PlainRow = <T,>({ row, id, index, columns, actions, opens, links, current, chosen, height }: RowProps<T>) => {
  const t = useWords()
  const press = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, button, input, label')) return
    if (getSelection()?.isCollapsed) actions.current.onOpen?.(row)
  }
  const follow = (event: MouseEvent) => {
    if (!opens || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    actions.current.onOpen?.(row)
  }
  return (
    <tr
      data-key={id}
      aria-rowindex={index + 2}
      data-open={opens || undefined}
      aria-current={current || undefined}
      style={{ height: `${height}rem` }}
      onClick={press}
    >
      {chosen !== undefined && (
        <td>
          <input
            type="checkbox"
            aria-label={t('table.choose', { name: String(columns[0]?.value(row) ?? id) })}
            checked={chosen}
            onChange={(event) => actions.current.choose?.(id, event.target.checked)}
          />
        </td>
      )}
      {columns.map((column, place) => {
        const content = column.cell ? column.cell(row) : (column.value(row) ?? '—')
        return (
          <td key={column.id} data-align={column.align} data-wrap={column.wrap || undefined} data-tool={column.tool || undefined}>
            {place === 0 && links ? (
              <a href={actions.current.hrefOf?.(row)} onClick={follow}>
                {content}
              </a>
            ) : (
              content
            )}
          </td>
        )
      })}
    </tr>
  )
}
export const Row = memo(PlainRow) as typeof PlainRow
