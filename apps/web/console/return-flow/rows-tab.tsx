/** Rows of a package, for the unit that gets it alone: a page to look at, the whole as a file. Both are recorded. */
import type { ReturnPackage, ReturnRows } from '@haihe/contract'
import { useState } from 'react'
import { withQuery } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failing, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Choose } from '../parts/filters.tsx'
import { Foot } from '../parts/small.tsx'

const PAGE = 50

type RowOf = ReturnRows['rows'][number] & { '@line': string }

export const shownValue = (value: unknown): string =>
  value === null || value === undefined ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value)

export const RowsTab = ({ of }: { of: ReturnPackage }) => {
  const t = useWords()
  const [part, setPart] = useState(of.parts[0]?.part ?? 0)
  const [after, setAfter] = useState<number[]>([])
  const chosen = of.parts.find((each) => each.part === part)
  const from = after.at(-1) ?? 0
  const path = `/api/return-flow/packages/${of.id}/rows`
  const enabled = of.canRead && of.version > 0 && of.state === 'active'
  // each look is a read that the people concerned can see: it happens when asked for, never by itself
  const rows = useApi<ReturnRows>(
    path,
    { part, after: from, limit: PAGE },
    { enabled, keep: true, staleTime: Number.POSITIVE_INFINITY },
  )
  if (!of.canRead)
    return (
      <Empty icon="lock" title={t('returnFlow.notYours')}>
        {t('returnFlow.notYoursHelp', { unit: of.unitName })}
      </Empty>
    )
  if (!enabled)
    return (
      <Empty icon="empty" title={t('returnFlow.noRows')}>
        {t('returnFlow.noVersionsHelp')}
      </Empty>
    )
  const columns: Column<RowOf>[] = (chosen?.fields ?? []).map(({ name, title }) => ({
    id: name,
    title,
    value: (row) => shownValue(row[name]),
    wrap: true,
  }))
  const file = (format: 'csv' | 'xlsx') => withQuery(`/api/return-flow/packages/${of.id}/file`, { part, format })
  return (
    <div className="hc-section">
      <div className="hc-filters">
        {of.parts.length > 1 && (
          <Choose
            label={t('returnFlow.part')}
            value={String(part)}
            options={of.parts.map((each) => ({ value: String(each.part), label: each.title }))}
            onChange={(value) => {
              setPart(Number(value ?? 0))
              setAfter([])
            }}
          />
        )}
        <a className="hh-button" data-tone="quiet" data-size="small" href={file('csv')} download>
          {t('returnFlow.csv')}
        </a>
        <a className="hh-button" data-tone="quiet" data-size="small" href={file('xlsx')} download>
          {t('returnFlow.xlsx')}
        </a>
      </div>
      <p className="hc-note">{t('returnFlow.recorded')}</p>
      {rows.error && <Failing error={rows.error} retry={() => void rows.refetch()} />}
      {rows.isPending && <LoadingRows rows={6} />}
      {rows.data && (
        <>
          <div className="hc-wide-rows">
            <DataTable
              short
              label={t('returnFlow.tab.rows')}
              columns={columns}
              rows={rows.data.rows.map((row, index): RowOf => ({ ...row, '@line': `${part} ${from} ${index}` }))}
              keyOf={(row) => row['@line']}
            />
          </div>
          <div className="hc-filters">
            <Foot>
              {t('returnFlow.rowsOf', { shown: rows.data.rows.length, total: chosen?.rows ?? 0, version: rows.data.version })}
            </Foot>
            {after.length > 0 && (
              <Button size="small" onPress={() => setAfter(after.slice(0, -1))}>
                {t('returnFlow.before')}
              </Button>
            )}
            {rows.data.next !== null && (
              <Button size="small" onPress={() => setAfter([...after, rows.data.next as number])}>
                {t('returnFlow.after')}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  )
}
