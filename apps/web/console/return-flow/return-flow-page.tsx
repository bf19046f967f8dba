/** 数据回流: packages of data that streets get back of what concerns their region. */
import type { ReturnPackage } from '@haihe/contract'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { Chip, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { useRegionName } from '../parts/names.ts'
import { Ago, Foot, StateMark } from '../parts/small.tsx'
import { usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { PackageForm } from './package-form.tsx'
import { PackagePanel } from './package-panel.tsx'
import type { ReturnFlowSearch } from './section.ts'
import './return-flow.css'

export const PackageMark = ({ of }: { of: Pick<ReturnPackage, 'state' | 'error' | 'version'> }) => {
  const t = useWords()
  if (of.state === 'ended') return <StateMark tone="off">{t('returnFlow.states.ended')}</StateMark>
  if (of.state === 'proposed') return <StateMark tone="wait">{t('returnFlow.states.proposed')}</StateMark>
  if (of.error) return <StateMark tone="bad">{t('returnFlow.states.failed')}</StateMark>
  if (of.version === 0) return <StateMark tone="wait">{t('returnFlow.states.first')}</StateMark>
  return <StateMark tone="good">{t('returnFlow.states.active')}</StateMark>
}

const useColumns = (): Column<ReturnPackage>[] => {
  const t = useWords()
  return [
    {
      id: 'title',
      title: t('returnFlow.name'),
      value: (row) => row.title,
      cell: (row) => (
        <span className="hc-two-lines">
          <b>{row.title}</b>
          <small>
            {row.unitName} · {row.regionName}
          </small>
        </span>
      ),
    },
    { id: 'state', title: t('returnFlow.state'), value: (row) => row.state, cell: (row) => <PackageMark of={row} />, width: 7 },
    {
      id: 'rows',
      title: t('returnFlow.rows'),
      value: (row) => row.rows,
      cell: (row) => formatFigure(row.rows),
      width: 6,
      align: 'end',
      from: 40,
    },
    { id: 'fields', title: t('returnFlow.fields'), value: (row) => row.fields, width: 6, align: 'end', from: 48 },
    { id: 'cycle', title: t('returnFlow.cycle'), value: (row) => t(`resource.cycle.${row.cycle}`), width: 6, from: 60 },
    {
      id: 'version',
      title: t('returnFlow.version'),
      value: (row) => row.version,
      cell: (row) => t('returnFlow.versionNo', { version: row.version }),
      width: 6,
      from: 70,
    },
    {
      id: 'changed',
      title: t('returnFlow.changed'),
      value: (row) => row.changedAt,
      cell: (row) => <Ago at={row.changedAt} />,
      width: 8,
      from: 54,
    },
    { id: 'until', title: t('returnFlow.until'), value: (row) => row.until.slice(0, 10), width: 7.5, from: 78 },
  ]
}

const keyOf = (row: ReturnPackage) => row.id

export const ReturnFlowPage = () => {
  const t = useWords()
  const { may } = useSession()
  const { search, go } = useSearchState<ReturnFlowSearch>()
  const state = search.state ?? 'active'
  const pages = usePages<ReturnPackage>(
    '/api/return-flow/packages',
    {
      state: state === 'all' || state === 'waiting' ? undefined : state,
      waiting: state === 'waiting' ? 'me' : undefined,
      region: search.region,
      limit: 50,
    },
    { every: 30_000 },
  )
  const region = useRegionName(search.region ?? null)
  const columns = useColumns()
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  useKeys({ refresh: pages.refetch, ...(search.open ? {} : { next: () => open(pages.items[0]?.id) }) })
  return (
    <Page
      title={t('nav.return-flow')}
      note={t('returnFlow.note')}
      tools={
        may('grant.manage') && (
          <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'package', open: undefined })}>
            {t('returnFlow.new')}
          </Button>
        )
      }
      filters={
        <>
          <Segments
            label={t('returnFlow.state')}
            value={state}
            options={(
              ['active', ...(may('grant.manage') ? (['waiting'] as const) : []), 'proposed', 'ended', 'all'] as const
            ).map((value) => ({ value, label: t(`returnFlow.shown.${value}`) }))}
            onChange={(next) => go({ state: next === 'active' ? undefined : next })}
          />
          {search.region && <Chip onClear={() => go({ region: undefined })}>{region}</Chip>}
          <Foot wait={!pages.first}>{t('foot.some', { shown: pages.items.length, more: pages.more ? '+' : '' })}</Foot>
        </>
      }
      panel={
        search.new ? (
          <PackageForm onClose={() => go({ new: undefined })} onDone={open} />
        ) : search.open ? (
          <PackagePanel
            key={search.open}
            id={search.open}
            tab={search.tab ?? 'about'}
            onTab={(tab) => go({ tab }, { replace: true })}
            onClose={() => open(undefined)}
            {...neighboursOf(pages.items, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={pages.first && pages.items}
        pending={pages.pending}
        error={pages.error}
        refetch={pages.refetch}
        empty={
          <Empty icon="waves" title={t('returnFlow.none')}>
            {t('returnFlow.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('nav.return-flow')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(row) => `/console/return-flow?open=${row.id}`}
            onOpen={(row) => open(row.id)}
            current={search.open ?? null}
            onEnd={pages.loadMore}
            rowHeight={3.75}
          />
        )}
      </ListFaces>
    </Page>
  )
}
