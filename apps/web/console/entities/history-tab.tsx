import type { EntityHistoryItem } from '@haihe/contract'
import { useEffect, useMemo } from 'react'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Chart } from '../../ui/chart.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure, formatMoment, formatTime } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useNow } from '../../ui/use-now.ts'
import { timeRange } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, TimeFilter } from '../parts/filters.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { useDictionary } from './dictionary.ts'
import { attributesOf, type NgsiEntity, shortId, typeOf, valueText } from './entity.ts'
import { historyPath, pointsOf } from './history.ts'
import type { EntitiesSearch } from './section.ts'

const PAGE = 500
/** a chart of more points says no more */
const MOST_DRAWN = 2000

/** 11月20日 14:05:09: two readings may lie in one minute */
const instantText = (at: string): string => `${formatMoment(at).slice(0, -5)}${formatTime(at, true)}`

const useColumns = (): Column<EntityHistoryItem>[] => {
  const t = useWords()
  return [
    {
      id: 'at',
      title: t('entities.time'),
      value: ({ observedAt, at }) => observedAt ?? at,
      cell: ({ observedAt, at }) => instantText(observedAt ?? at),
      width: 10,
    },
    { id: 'attribute', title: t('entities.attribute'), value: ({ attribute }) => attribute, width: 9, from: 44 },
    {
      id: 'value',
      title: t('entities.value'),
      value: ({ kind, value }) => (kind === 'deleted' ? null : valueText(value)),
      cell: ({ kind, value, unit }) =>
        kind === 'deleted' ? (
          t('entities.deleted')
        ) : (
          <span title={valueText(value)}>
            <b>{valueText(value)}</b>
            {unit && <small className="hc-unit"> {unit}</small>}
          </span>
        ),
    },
    { id: 'kind', title: t('entities.kind'), value: ({ kind }) => t(`entities.kinds.${kind}`), width: 5, from: 36 },
    {
      id: 'provenance',
      title: t('sources.provenance'),
      value: ({ provenance }) => provenance,
      cell: ({ provenance }) =>
        provenance === 'local' || provenance === 'elsewhere' || provenance === 'simulated' ? (
          <ProvenanceBadge provenance={provenance} />
        ) : (
          '—'
        ),
      width: 6.5,
      from: 26,
    },
    { id: 'actor', title: t('entities.writer'), value: ({ actor }) => actor, width: 9, from: 52 },
  ]
}

/** One attribute over time, as a chart and as a table. */
export const HistoryTab = ({ entity }: { entity: NgsiEntity }) => {
  const t = useWords()
  const { search, go } = useSearchState<EntitiesSearch>()
  const now = useNow(60_000)
  const words = useDictionary()
  const titleOf = (name: string) => words.attributeTitle(typeOf(entity), name) ?? name
  const rows = attributesOf(entity)
  const names = [...new Set(rows.map(({ name }) => name))]
  const attribute =
    search.attribute ?? rows.find(({ value, observedAt }) => typeof value === 'number' && observedAt !== null)?.name ?? names[0]
  const range = useMemo(() => timeRange(search, now, '24h'), [search, now])
  const query = { attribute, ...range }
  const path = historyPath(entity.id)
  const history = usePages<EntityHistoryItem>(path, { ...query, limit: PAGE }, { enabled: attribute !== undefined })
  const { more, loadMore, fetching } = history
  const loaded = history.items.length
  useEffect(() => {
    if (more && !fetching && loaded < MOST_DRAWN) loadMore()
  }, [more, fetching, loaded, loadMore])
  const columns = useColumns()
  const points = useMemo(() => pointsOf(history.items), [history.items])
  const unit = rows.find(({ name }) => name === attribute)?.unit ?? history.items[0]?.unit ?? ''
  if (attribute === undefined) return <Empty icon="history" title={t('entities.noAttributes')} small />
  return (
    <div className="hc-section">
      <div className="hc-filters">
        <Choose
          label={t('entities.attribute')}
          value={attribute}
          options={names.map((name) => ({ value: name, label: titleOf(name) }))}
          onChange={(next) => go({ attribute: next }, { replace: true })}
        />
        <TimeFilter search={search} without="24h" onChange={(change) => go(change, { replace: true })} />
        <ExportMenu
          name={`${shortId(entity.id)}-${attribute}`}
          columns={columns}
          rows={history.items}
          all={() => readAll<EntityHistoryItem>(path, query)}
        />
      </div>
      {points && (
        <Chart
          title={t('entities.chart', { attribute: titleOf(attribute) })}
          unit={unit}
          precision={2}
          height="15rem"
          lines={[{ name: titleOf(attribute), points }]}
        />
      )}
      {points && more && loaded >= MOST_DRAWN && (
        <p className="hc-note">{t('entities.chartCut', { count: loaded, display: formatFigure(loaded) })}</p>
      )}
      <ListFaces
        items={history.items}
        pending={history.pending}
        error={history.error}
        refetch={history.refetch}
        empty={
          <Empty icon="history" title={t('entities.noHistory')} small>
            {t('entities.noHistoryHelp')}
          </Empty>
        }
      >
        {(items) => (
          <>
            <div className="hc-history">
              <DataTable
                label={t('entities.tab.history')}
                columns={columns}
                rows={items}
                keyOf={({ id }) => id}
                onEnd={history.loadMore}
                rowHeight={2.25}
              />
            </div>
            <Foot>{t('foot.some', { shown: formatFigure(items.length), more: history.more ? '+' : '' })}</Foot>
          </>
        )}
      </ListFaces>
    </div>
  )
}
