/** 血缘: from a number back to its source, and forward to who uses it; one row's way; exports proven. */
import { lazy, Suspense } from 'react'
import { Bone } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Page } from '../parts/desk.tsx'
import { Choose, SearchBox, Segments } from '../parts/filters.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { FindNodes } from './find-nodes.tsx'
import type { LineageSearch } from './section.ts'
import './lineage.css'
import { keyOf, nodeOf } from './nodes.ts'

const GraphTab = lazy(() => import('./graph-tab.tsx').then(({ GraphTab: tab }) => ({ default: tab })))
const NumberTab = lazy(() => import('./number-tab.tsx').then(({ NumberTab: tab }) => ({ default: tab })))
const RowTab = lazy(() => import('./row-tab.tsx').then(({ RowTab: tab }) => ({ default: tab })))
const ExportTab = lazy(() => import('./export-tab.tsx').then(({ ExportTab: tab }) => ({ default: tab })))

const TABS = ['graph', 'number', 'row', 'export'] as const
const DIRECTIONS = ['both', 'up', 'down'] as const
const DEPTHS = ['1', '2', '3', '4', '6', '8', '12'] as const

export const LineagePage = () => {
  const t = useWords()
  const { search, go } = useSearchState<LineageSearch>()
  const tab = search.tab ?? 'graph'
  const node = nodeOf(search.node)
  return (
    <Page
      title={t('page.lineage')}
      note={t('lineage.note')}
      filters={
        <>
          <Segments
            label={t('lineage.tabs')}
            value={tab}
            options={TABS.map((value) => ({ value, label: t(`lineage.tab.${value}`) }))}
            onChange={(next) => go({ tab: next === 'graph' ? undefined : next })}
          />
          {tab === 'graph' && (
            <>
              <SearchBox wide label={t('lineage.find')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
              {node && !search.q && (
                <>
                  <Segments
                    label={t('lineage.direction')}
                    value={search.direction ?? 'both'}
                    options={DIRECTIONS.map((value) => ({ value, label: t(`lineage.directions.${value}`) }))}
                    onChange={(direction) => go({ direction: direction === 'both' ? undefined : direction }, { replace: true })}
                  />
                  <Choose
                    label={t('lineage.depth')}
                    value={search.depth ?? '3'}
                    options={DEPTHS.map((value) => ({ value, label: t('lineage.depthOf', { n: value }) }))}
                    onChange={(depth) => go({ depth: depth as LineageSearch['depth'] }, { replace: true })}
                  />
                </>
              )}
            </>
          )}
        </>
      }
    >
      <Suspense fallback={<Bone height="20rem" />}>
        {tab === 'number' ? (
          <NumberTab
            key={`${search.number} ${search.at}`}
            number={search.number}
            at={search.at}
            onNumber={(number) => go({ number, at: undefined })}
            onCentre={(next) => go({ node: keyOf(next), tab: undefined })}
          />
        ) : tab === 'row' ? (
          <RowTab key={search.row} row={search.row} onRow={(row) => go({ row })} />
        ) : tab === 'export' ? (
          <ExportTab />
        ) : search.q || !node ? (
          <FindNodes q={search.q} />
        ) : (
          <GraphTab
            node={node}
            direction={search.direction ?? 'both'}
            depth={search.depth ?? '3'}
            onCentre={(next) => go({ node: keyOf(next) })}
          />
        )}
      </Suspense>
    </Page>
  )
}
