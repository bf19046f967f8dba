/** 质量: resources worst first, or the units they come from; beside it the resource that is open. */
import type { QualityScoreItem, QualityUnitScore } from '@haihe/contract'
import { useMemo } from 'react'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Chip, Choose, SearchBox, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot, Mono, StateMark } from '../parts/small.tsx'
import { type PageAnswer, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import type { QualitySearch } from './section.ts'
import '../sources/sources.css'
import { DimensionBars } from './bars.tsx'
import { scoreText, standingOf } from './quality.ts'
import { QualityPanel } from './quality-panel.tsx'
import { STANDING_TONE } from './standing.ts'
import { TREND_DAYS, TrendCell } from './trend-cell.tsx'
import { UnitsTable } from './units-table.tsx'

const keyOf = ({ resource }: QualityScoreItem) => resource

const useColumns = (): Column<QualityScoreItem>[] => {
  const t = useWords()
  return useMemo(
    () => [
      { id: 'title', title: t('quality.resource'), value: ({ title }) => title },
      {
        id: 'score',
        title: t('quality.score'),
        value: ({ score }) => score,
        cell: ({ score }) => <span className="hc-score">{scoreText(score)}</span>,
        width: 5,
        align: 'end',
      },
      {
        id: 'standing',
        title: t('quality.standing'),
        value: (one) => t(`quality.is.${standingOf(one)}`),
        cell: (one) => <StateMark tone={STANDING_TONE[standingOf(one)]}>{t(`quality.is.${standingOf(one)}`)}</StateMark>,
        width: 9,
        from: 30,
      },
      {
        id: 'dimensions',
        title: t('quality.dimensions'),
        value: ({ dimensions }) => dimensions.map(({ dimension, score }) => `${dimension} ${scoreText(score)}`).join(' '),
        cell: ({ dimensions }) => <DimensionBars of={dimensions} />,
        width: 8,
        from: 40,
      },
      {
        id: 'trend',
        title: t('quality.trend30'),
        value: () => null,
        cell: ({ trend }) => <TrendCell of={trend} />,
        width: 8,
        from: 56,
      },
      { id: 'owner', title: t('quality.owner'), value: ({ ownerName }) => ownerName, width: 12, from: 48 },
      {
        id: 'code',
        title: t('quality.code'),
        value: ({ code }) => code,
        cell: ({ code }) => <Mono>{code}</Mono>,
        width: 7,
        from: 68,
      },
      {
        id: 'rows',
        title: t('quality.rows'),
        value: ({ rows }) => rows,
        cell: ({ rows }) => formatFigure(rows),
        width: 6,
        align: 'end',
        from: 62,
      },
      { id: 'at', title: t('quality.at'), value: ({ at }) => at, cell: ({ at }) => <Ago at={at} />, width: 8, from: 74 },
    ],
    [t],
  )
}

const Resources = ({ scores, columns }: { scores: ReturnType<typeof useScores>; columns: Column<QualityScoreItem>[] }) => {
  const t = useWords()
  const { search, go } = useSearchState<QualitySearch>()
  const filtered = search.q !== undefined || search.owner !== undefined || search.below !== undefined
  return (
    <ListFaces
      items={scores.first && scores.items}
      pending={scores.pending}
      error={scores.error}
      refetch={scores.refetch}
      filtered={filtered}
      empty={
        <Empty icon="check" title={t('quality.none')}>
          {t('quality.noneHelp')}
        </Empty>
      }
    >
      {(items) => (
        <DataTable
          label={t('page.quality')}
          columns={columns}
          rows={items}
          keyOf={keyOf}
          hrefOf={({ resource }) => `/console/quality?open=${resource}`}
          onOpen={({ resource }) => go({ open: resource, rule: undefined, edit: undefined })}
          current={search.open ?? null}
          onEnd={scores.loadMore}
          total={scores.first?.total ?? null}
        />
      )}
    </ListFaces>
  )
}

type ScorePage = PageAnswer<QualityScoreItem> & { total: number }
const useScores = ({ q, owner, below }: QualitySearch, enabled: boolean) =>
  usePages<QualityScoreItem, ScorePage>(
    '/api/quality/resources',
    { text: q, owner, below, limit: 100, trend: TREND_DAYS },
    { param: 'after', enabled },
  )

export const QualityPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<QualitySearch>()
  const view = search.view ?? 'resources'
  const scores = useScores(search, view === 'resources')
  const units = useApi<{ items: QualityUnitScore[]; total: number }>('/api/quality/units', { limit: 500, trend: TREND_DAYS })
  const columns = useColumns()
  const open = (id: string | undefined) => go({ open: id, rule: undefined, edit: undefined })
  const owner = units.data?.items.find(({ unit }) => unit === search.owner)
  useKeys({
    refresh: () => {
      scores.refetch()
      void units.refetch()
    },
    ...(search.open || view === 'units' ? {} : { next: () => open(scores.items[0]?.resource) }),
  })
  return (
    <Page
      title={t('page.quality')}
      note={t('quality.note')}
      tools={view === 'resources' && <ExportMenu name="quality" columns={columns} rows={scores.items} />}
      filters={
        <>
          <Segments
            label={t('quality.view')}
            value={view}
            options={[
              { value: 'resources', label: t('quality.resources') },
              { value: 'units', label: t('quality.units'), count: units.data?.total },
            ]}
            onChange={(next) => go({ view: next === 'resources' ? undefined : next, open: undefined, rule: undefined })}
          />
          {view === 'resources' && (
            <>
              <SearchBox label={t('quality.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
              <Choose
                label={t('quality.standing')}
                value={search.below}
                all={t('filter.all')}
                options={(['rectify', 'stop'] as const).map((value) => ({ value, label: t(`quality.is.${value}`) }))}
                onChange={(below) => go({ below: below as QualitySearch['below'] })}
              />
              {search.owner && <Chip onClear={() => go({ owner: undefined })}>{owner?.name ?? search.owner}</Chip>}
              <Foot wait={scores.first === undefined}>
                {t('foot.of', { shown: scores.items.length, total: scores.first?.total ?? 0 })}
              </Foot>
            </>
          )}
        </>
      }
      panel={
        search.open && (
          <QualityPanel
            key={search.open}
            id={search.open}
            search={search}
            go={go}
            onClose={() => open(undefined)}
            {...neighboursOf(scores.items, keyOf, search.open, open)}
          />
        )
      }
    >
      {view === 'units' ? <UnitsTable units={units} /> : <Resources scores={scores} columns={columns} />}
    </Page>
  )
}
