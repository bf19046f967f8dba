/** 核错与整改: what was found wrong, too bad, too old or read without cause, and who has until when to put it right. */
import type { CaseSummary, CaseTypeView } from '@haihe/contract'
import { useQueries } from '@tanstack/react-query'
import { get } from '../../ui/api.ts'
import { ClockBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { apiKey, type Page as PageOf, useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, SearchBox, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot, Moment, StateMark } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { CasePanel } from './case-panel.tsx'
import { CASE_TYPES, queryOf } from './cases.ts'
import { CorrectionForm } from './correction-form.tsx'
import type { CasesSearch } from './section.ts'
import './cases.css'

const CASES = '/api/cases'
const keyOf = ({ id }: CaseSummary) => id

const useColumns = (): Column<CaseSummary>[] => {
  const t = useWords()
  const say = useText()
  return [
    {
      id: 'title',
      title: t('dataCases.case'),
      value: ({ title }) => title,
      cell: ({ title, caseNo }) => (
        <span className="hc-two-lines">
          <b>{title}</b>
          <small>{caseNo}</small>
        </span>
      ),
    },
    {
      id: 'state',
      title: t('dataCases.state'),
      value: ({ stateTitle }) => say(stateTitle),
      cell: ({ stateTitle, open, overdue }) => (
        <StateMark tone={overdue ? 'bad' : open ? 'wait' : 'good'}>{say(stateTitle)}</StateMark>
      ),
      width: 9.5,
    },
    { id: 'unit', title: t('dataCases.unit'), value: ({ unitName }) => unitName, width: 11, from: 44 },
    {
      id: 'due',
      title: t('dataCases.due'),
      value: ({ clock }) => clock?.dueAt ?? null,
      cell: ({ clock, open }) => (clock && open ? <ClockBadge clock={clock} /> : '—'),
      width: 13.5,
      from: 38,
    },
    {
      id: 'reportedAt',
      title: t('dataCases.reportedAt'),
      value: ({ reportedAt }) => reportedAt,
      cell: ({ reportedAt }) => <Moment at={reportedAt} />,
      width: 8.5,
      from: 56,
    },
    { id: 'caseNo', title: t('dataCases.caseNo'), value: ({ caseNo }) => caseNo, width: 12, from: 96 },
  ]
}

/** How many open cases there are of each type, to a thousand. */
const useCounts = (): (number | null)[] =>
  useQueries({
    queries: CASE_TYPES.map((type) => {
      const query = { type, open: true, limit: 1 }
      return {
        queryKey: apiKey(CASES, query),
        queryFn: ({ signal }: { signal: AbortSignal }) => get<PageOf<CaseSummary>>(CASES, query, signal),
        refetchInterval: 60_000,
      }
    }),
  }).map(({ data }) => data?.total ?? null)

export const CasesPage = () => {
  const t = useWords()
  const say = useText()
  const { me, may } = useSession()
  const { search, go } = useSearchState<CasesSearch>()
  const query = queryOf(search)
  const pages = usePages<CaseSummary, PageOf<CaseSummary>>(CASES, { ...query, limit: 50 }, { every: 30_000 })
  const types = useApi<CaseTypeView[]>('/api/case-types', undefined, { staleTime: 3_600_000 })
  const counts = useCounts()
  const columns = useColumns()
  const rows = pages.items
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  const correct = () => go({ new: 'correction', open: undefined })
  useKeys({ refresh: pages.refetch, ...(search.open ? {} : { next: () => open(rows[0]?.id) }) })
  const type = search.type ?? CASE_TYPES[0]
  const mayCorrect = may('ledger.state')
  const narrowed = search.whose !== undefined || search.state !== undefined || query.q !== undefined

  return (
    <Page
      title={t('page.data-cases')}
      note={t('dataCases.note')}
      tools={
        <>
          <ExportMenu
            name="data-cases"
            columns={columns}
            rows={rows}
            all={() => readAll<CaseSummary>(CASES, { ...query, limit: 100 })}
          />
          {mayCorrect && (
            <Button size="small" tone="primary" icon="flag" onPress={correct}>
              {t('ledger.correct')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <Segments
            label={t('dataCases.type')}
            value={type}
            options={CASE_TYPES.map((value, index) => ({
              value,
              label: say(types.data?.find(({ id }) => id === value)?.title) || t(`dataCases.types.${value}`),
              count: counts[index],
            }))}
            onChange={(next) => go({ type: next, open: undefined })}
          />
          <Segments
            label={t('dataCases.whose')}
            value={search.whose ?? 'all'}
            options={(['all', ...(me?.units.length ? (['unit'] as const) : []), 'overdue'] as const).map((value) => ({
              value,
              label: t(`dataCases.queues.${value}`),
            }))}
            onChange={(whose) => go({ whose: whose === 'all' ? undefined : whose })}
          />
          <SearchBox label={t('dataCases.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Choose
            label={t('dataCases.state')}
            value={search.state ?? 'open'}
            options={(['open', 'closed', 'all'] as const).map((value) => ({ value, label: t(`dataCases.states.${value}`) }))}
            onChange={(state) => go({ state: state === 'open' ? undefined : (state as CasesSearch['state']) })}
          />
          <Foot wait={!pages.first}>
            {pages.first?.total == null
              ? t('foot.some', { shown: rows.length, more: pages.more ? '+' : '' })
              : t('foot.loaded', { shown: rows.length, total: pages.first.total })}
          </Foot>
        </>
      }
      panel={
        search.new === 'correction' ? (
          <CorrectionForm
            {...(search.resource ? { resource: search.resource } : {})}
            onClose={() => go({ new: undefined, resource: undefined })}
            onDone={(id) => go({ new: undefined, resource: undefined, type: 'data-correction', open: id })}
          />
        ) : search.open ? (
          <CasePanel
            key={search.open}
            id={search.open}
            tab={search.tab ?? 'about'}
            onTab={(tab) => go({ tab }, { replace: true })}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={pages.first && rows}
        pending={pages.pending}
        error={pages.error}
        refetch={pages.refetch}
        filtered={narrowed}
        empty={
          <Empty icon="check" title={t('dataCases.none')}>
            {t(`dataCases.noneHelp.${type}`)}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.data-cases')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/cases?type=${type}&open=${id}`}
            onOpen={({ id }) => open(id)}
            current={search.open ?? null}
            onEnd={pages.loadMore}
            total={pages.first?.total ?? null}
            rowHeight={3.5}
          />
        )}
      </ListFaces>
    </Page>
  )
}
