/** 运行: every run of every connector, newest first; one of them with its progress. */
import { RUN_STATES, type RunView, type RunState as State } from '@haihe/contract'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import type { RunsSearch } from './section.ts'
import './exchange.css'
import { isOpen, shareOf } from './exchange.ts'
import { useConnector, useConnectors, useRunNews, useRuns, withNews } from './lists.ts'
import { RunPanel } from './run-panel.tsx'
import { ProgressBar, RunState } from './run-progress.tsx'
import { useRunColumns } from './state-tab.tsx'

const ConnectorTitle = ({ id }: { id: string }) => <>{useConnector(id).data?.title ?? '…'}</>

const useColumns = (titles: ReadonlyMap<string, string>): Column<RunView>[] => {
  const t = useWords()
  const [no, state, trigger, ...counts] = useRunColumns() as [
    Column<RunView>,
    Column<RunView>,
    Column<RunView>,
    ...Column<RunView>[],
  ]
  return [
    {
      id: 'connector',
      title: t('exchange.connector'),
      value: (run) => titles.get(run.connector) ?? run.connector,
      cell: (run) => titles.get(run.connector) ?? <ConnectorTitle id={run.connector} />,
    },
    { ...no, from: 50 },
    {
      ...state,
      width: 9,
      cell: (run) =>
        run.state === 'running' ? (
          <span className="hc-run-cell">
            <RunState run={run} />
            <ProgressBar share={shareOf(run)} label={t('exchange.progress')} />
          </span>
        ) : (
          <RunState run={run} />
        ),
    },
    trigger,
    ...counts,
    {
      id: 'rate',
      title: t('exchange.rateIs'),
      value: (run) => run.rate,
      cell: (run) => formatFigure(run.rate),
      width: 6,
      align: 'end',
      from: 62,
    },
  ]
}

const keyOf = ({ id }: RunView) => String(id)

export const RunsPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<RunsSearch>()
  const connectors = useConnectors({})
  const news = useRunNews()
  const runs = useRuns({ connector: search.connector, state: search.state }, 5000)
  const titles = new Map(connectors.items?.map(({ id, title }) => [id, title]))
  const columns = useColumns(titles)
  const rows = runs.items?.map((run) => (isOpen(run) ? withNews(run, news) : run))
  const open = (id: string | undefined) => go({ open: id })
  useKeys({ refresh: () => void runs.refetch(), ...(search.open ? {} : { next: () => open(rows?.[0] && keyOf(rows[0])) }) })
  const filtered = search.connector !== undefined || search.state !== undefined
  return (
    <Page
      title={t('page.runs')}
      note={t('exchange.runsNote')}
      tools={<ExportMenu name="runs" columns={columns} rows={rows ?? []} />}
      filters={
        <>
          <Choose
            label={t('exchange.state')}
            value={search.state}
            all={t('filter.all')}
            options={RUN_STATES.map((value) => ({ value, label: t(`exchange.run.${value}`) }))}
            onChange={(state) => go({ state: state as State | undefined })}
          />
          <Choose
            label={t('exchange.connector')}
            value={search.connector}
            all={t('filter.all')}
            options={(connectors.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(connector) => go({ connector })}
          />
          <Foot wait={!rows}>{t('foot.some', { shown: rows?.length ?? 0, more: runs.more ? '+' : '' })}</Foot>
        </>
      }
      panel={
        search.open ? (
          <RunPanel
            key={search.open}
            id={search.open}
            news={news}
            onClose={() => open(undefined)}
            {...neighboursOf(rows ?? [], keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={rows}
        pending={runs.pending}
        error={runs.error}
        refetch={runs.refetch}
        empty={
          filtered ? (
            <Empty icon="search" title={t('filter.nothing')}>
              {t('filter.nothingHelp')}
            </Empty>
          ) : (
            <Empty icon="history" title={t('exchange.noRuns')}>
              {t('exchange.noRunsHelp')}
            </Empty>
          )
        }
      >
        {(items) => (
          <DataTable
            label={t('page.runs')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(run) => `/console/runs?open=${run.id}`}
            onOpen={(run) => open(keyOf(run))}
            current={search.open ?? null}
            onEnd={runs.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
