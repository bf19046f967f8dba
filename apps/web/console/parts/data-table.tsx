/**
 * One real table for a hundred thousand rows: only those in sight are in the page, the head stays, columns leave when
 * the place is narrow, and the first cell of a row is a link so that keyboards and new tabs work.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { nextSort, sortOf } from '../lib/address.ts'
import { type Column, Row, type RowActions } from './data-row.tsx'
import './data-table.css'
import { useWidth } from './use-width.ts'

export type { Column } from './data-row.tsx'

export interface DataTableProps<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
  /** opens a row; the first column becomes its link */
  hrefOf?: (row: T) => string
  onOpen?: (row: T) => void
  current?: string | null
  sort?: string | undefined
  onSort?: (sort: string | undefined) => void
  chosen?: ReadonlySet<string>
  onChoose?: (chosen: ReadonlySet<string>) => void
  /** called when the end comes into sight */
  onEnd?: () => void
  /** how many there are in all, when the server says so */
  total?: number | null
  /** rem */
  rowHeight?: number
  /** as high as its rows, for short lists inside a panel */
  short?: boolean
}

/** what a column without a width of its own needs at least, rem; the first one holds names, which must be told apart */
const LEAST = 9
const LEAST_NAME = 12

/**
 * The columns that have room: those meant only for wider places leave first, then the last ones, so that no column is
 * squeezed to nothing. The first two stay.
 */
export const fittingColumns = <T,>(columns: readonly Column<T>[], width: number): Column<T>[] => {
  const shown = columns.filter(({ from = 0 }) => width >= from)
  const needed = () => shown.reduce((sum, { width: own }, place) => sum + (own ?? (place === 0 ? LEAST_NAME : LEAST)), 0)
  while (shown.length > 2 && needed() > width) {
    const widest = Math.max(...shown.slice(1).map(({ from = 0 }) => from))
    shown.splice(
      shown.findLastIndex(({ from = 0 }, place) => place > 0 && from === widest),
      1,
    )
  }
  return shown
}

const Head = <T,>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>
  sort: string | undefined
  onSort: DataTableProps<T>['onSort']
}) => {
  const order = sortOf(sort)
  const on = order?.by === column.id ? (order.descending ? 'descending' : 'ascending') : undefined
  if (!column.sortable || !onSort)
    return (
      <th scope="col" data-align={column.align}>
        {column.head ?? column.title}
      </th>
    )
  return (
    <th scope="col" data-align={column.align} aria-sort={on ?? 'none'}>
      <button type="button" onClick={() => onSort(nextSort(sort, column.id))}>
        {column.title}
        <span className="hc-sort" data-on={on}>
          <Icon name={on === 'ascending' ? 'up' : 'down'} size="0.9em" />
        </span>
      </button>
    </th>
  )
}

export const DataTable = <T,>({
  label,
  columns,
  rows,
  keyOf,
  hrefOf,
  onOpen,
  current,
  sort,
  onSort,
  chosen,
  onChoose,
  onEnd,
  total,
  rowHeight = 2.75,
  short,
}: DataTableProps<T>) => {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const width = useWidth(box)
  const chooses = onChoose !== undefined
  const shown = useMemo(() => fittingColumns(columns, chooses ? width - 2.75 : width), [columns, width, chooses])
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight * rem,
    getItemKey: (index) => keyOf(rows[index] as T),
    overscan: 12,
    enabled: !short,
  })
  const inSight = short ? rows.map((_, index) => ({ index, start: 0, end: 0 })) : virtual.getVirtualItems()
  const first = inSight[0]
  const last = inSight.at(-1)
  const above = short ? 0 : (first?.start ?? 0)
  const below = short ? 0 : Math.max(0, virtual.getTotalSize() - (last?.end ?? 0))
  useEffect(() => {
    if (last && last.index >= rows.length - 5) onEnd?.()
  }, [last, rows.length, onEnd])
  const at = current ? rows.findIndex((row) => keyOf(row) === current) : -1
  const before = useRef(current)
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the row that is open, not every refresh of the rows
  useEffect(() => {
    if (at >= 0 && !short) virtual.scrollToIndex(at, { align: 'center' })
    // what was open has been closed: the keyboard goes on from its row
    if (!current && before.current && document.activeElement === document.body)
      box.current?.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(before.current)}"] a`)?.focus()
    before.current = current
  }, [current])

  const choose = (keys: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const key of keys) on ? next.add(key) : next.delete(key)
    onChoose?.(next)
  }
  // what rows call stays the same object, so that a row in sight is not drawn anew at every step of scrolling
  const actions = useRef<RowActions<T>>({})
  actions.current = { hrefOf, onOpen, choose: (key, on) => choose([key], on) }
  const every = rows.length > 0 && rows.every((row) => chosen?.has(keyOf(row)))

  return (
    <ScrollRegion ref={box} className="hc-table" label={label} {...(short ? { style: { height: 'auto' } } : {})}>
      <table aria-rowcount={total ?? rows.length + 1}>
        <colgroup>
          {onChoose && <col style={{ width: '2.75rem' }} />}
          {shown.map(({ id, width: own }) => (
            <col key={id} {...(own ? { style: { width: `${own}rem` } } : {})} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {onChoose && (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={t('table.chooseAll')}
                  checked={every}
                  onChange={(event) => choose(rows.map(keyOf), event.target.checked)}
                />
              </th>
            )}
            {shown.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {inSight.map(({ index }) => {
            const row = rows[index] as T
            const key = keyOf(row)
            return (
              <Row
                key={key}
                row={row}
                id={key}
                index={index}
                columns={shown}
                actions={actions}
                opens={onOpen !== undefined}
                links={hrefOf !== undefined}
                current={key === current}
                chosen={onChoose ? (chosen?.has(key) ?? false) : undefined}
                height={rowHeight}
              />
            )
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
