/** 目录: what data there is, whose it is, and how it may be used. */
import type { CataloguePage as CatalogueAnswer, CatalogueFacet, CatalogueItem } from '@haihe/contract'
import { useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Menu } from '../../ui/menu.tsx'
import { useApi } from '../../ui/queries.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { useSession } from '../../ui/session.ts'
import { useWide } from '../../ui/use-wide.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, SearchBox, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import type { CatalogueSearch } from './section.ts'
import './catalogue.css'
import { filtersOn, NO_FILTERS, questionOf, stateKey } from './catalogue.ts'
import { EntryForm } from './entry-form.tsx'
import { EntryPanel } from './entry-panel.tsx'
import { Facets } from './facets.tsx'
import { Cycle, EntryState, Quality } from './marks.tsx'

const SORTS = ['updated', 'title', 'quality', 'code'] as const
const VIEWS = ['mine', 'review', 'overdue'] as const
const DCAT = '?size=500'
const keyOf = (item: CatalogueItem) => item.id

const useColumns = (): Column<CatalogueItem>[] => {
  const t = useWords()
  return [
    {
      id: 'title',
      title: t('catalogue.name'),
      value: (item) => item.title,
      cell: (item) => (
        <span className="hc-two-lines">
          <span>{item.title}</span>
          <small>{item.code}</small>
        </span>
      ),
    },
    { id: 'owner', title: t('catalogue.owner'), value: (item) => item.ownerName, width: 9.5, from: 34 },
    {
      id: 'sharing',
      title: t('catalogue.sharing'),
      value: (item) => t(`resource.access.${item.sharing}`),
      width: 4.75,
      from: 52,
    },
    {
      id: 'state',
      title: t('catalogue.state'),
      value: (item) => t(item.stopped ? 'catalogue.stopped' : stateKey(item)),
      cell: (item) => <EntryState of={item} />,
      width: 7,
    },
    {
      id: 'quality',
      title: t('catalogue.quality'),
      value: (item) => item.quality,
      cell: (item) => <Quality score={item.quality} />,
      width: 4.75,
      align: 'end',
      from: 48,
    },
    { id: 'grade', title: t('catalogue.grade'), value: (item) => t(`resource.gradeShort.${item.grade}`), width: 4.5, from: 54 },
    {
      id: 'cycle',
      title: t('catalogue.cycle'),
      value: (item) => t(`resource.cycle.${item.cycle}`) + (item.overdue ? ` · ${t('catalogue.overdue')}` : ''),
      cell: (item) => <Cycle of={item} />,
      width: 7.5,
      from: 40,
    },
    {
      id: 'rows',
      title: t('catalogue.rows'),
      value: (item) => item.rows,
      cell: (item) => formatFigure(item.rows),
      width: 6,
      align: 'end',
      from: 46,
    },
    {
      id: 'loaded',
      title: t('catalogue.loaded'),
      value: (item) => item.loadedAt,
      cell: (item) => <Ago at={item.loadedAt} />,
      width: 7,
      from: 66,
    },
  ]
}

const DcatMenu = () => {
  const t = useWords()
  return (
    <Menu
      label={t('catalogue.dcat')}
      trigger={
        <Button size="small" icon="external">
          {t('catalogue.dcat')}
        </Button>
      }
      items={[
        { id: 'ttl', label: t('catalogue.dcatTtl'), href: `/api/catalogue.ttl${DCAT}` },
        { id: 'jsonld', label: t('catalogue.dcatJson'), href: `/api/catalogue.jsonld${DCAT}` },
      ]}
    />
  )
}

const Nothing = ({ search, onClear }: { search: CatalogueSearch; onClear: () => void }) => {
  const t = useWords()
  if (search.q || filtersOn(search) > 0)
    return (
      <Empty
        icon="search"
        title={t('filter.nothing')}
        action={
          <Button icon="close" onPress={onClear}>
            {t('catalogue.facet.clear')}
          </Button>
        }
      >
        {t('filter.nothingHelp')}
      </Empty>
    )
  if (search.view)
    return (
      <Empty icon="list" title={t(`catalogue.noneIn.${search.view}`)}>
        {t(`catalogue.noneInHelp.${search.view}`)}
      </Empty>
    )
  return (
    <Empty icon="list" title={t('catalogue.none')}>
      {t('catalogue.noneHelp')}
    </Empty>
  )
}

export const CataloguePage = () => {
  const t = useWords()
  const { may } = useSession()
  const { search, go } = useSearchState<CatalogueSearch>()
  const question = questionOf(search)
  const list = usePages<CatalogueItem, CatalogueAnswer>('/api/catalogue', { ...question, limit: 50 })
  const waiting = useApi<CatalogueAnswer>(
    '/api/catalogue',
    { view: 'review', limit: 1 },
    { enabled: may('catalogue.review'), every: 60_000 },
  )
  const columns = useColumns()
  const wide = useWide()
  const [filtering, setFiltering] = useState(false)
  // the counts of the question before stay until the new ones are here
  const known = useRef<CatalogueAnswer['facets']>(undefined)
  known.current = list.first?.facets ?? known.current
  const rows = list.items
  const open = (id: string | undefined) =>
    go({ open: id, new: undefined, edit: undefined, from: undefined, to: undefined, ...(id ? {} : { tab: undefined }) })
  const narrow = (change: Partial<Record<CatalogueFacet, string | undefined>>) => go(change, { replace: true })
  useKeys({ refresh: list.refetch, ...(search.open ? {} : { next: () => open(rows[0]?.id) }) })
  const writing = search.new !== undefined || search.edit !== undefined
  const beside = wide && !search.open && !writing
  const on = filtersOn(search)
  const facets = <Facets search={search} facets={known.current} onChange={narrow} />

  return (
    <Page
      title={t('page.catalogue')}
      note={t('catalogue.note')}
      tools={
        <>
          <DcatMenu />
          <ExportMenu
            name="catalogue"
            columns={columns}
            rows={rows}
            all={() => readAll<CatalogueItem>('/api/catalogue', question)}
          />
          {may('catalogue.edit') && (
            <Button
              size="small"
              tone="primary"
              icon="plus"
              onPress={() => go({ new: 'entry', open: undefined, edit: undefined, tab: undefined })}
            >
              {t('catalogue.new')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <SearchBox label={t('catalogue.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} wide />
          <Segments
            label={t('catalogue.view.label')}
            value={search.view ?? 'all'}
            options={[
              { value: 'all' as const, label: t('catalogue.view.all') },
              ...VIEWS.filter((view) => view !== 'review' || may('catalogue.review')).map((value) => ({
                value,
                label: t(`catalogue.view.${value}`),
                ...(value === 'review' ? { count: waiting.data?.total || null } : {}),
              })),
            ]}
            onChange={(view) => go({ view: view === 'all' ? undefined : view })}
          />
          <Choose
            label={t('catalogue.sort.label')}
            value={search.sort}
            all={t('catalogue.sort.relevance')}
            options={SORTS.map((value) => ({ value, label: t(`catalogue.sort.${value}`) }))}
            onChange={(sort) => go({ sort: sort as CatalogueSearch['sort'] }, { replace: true })}
          />
          {!beside && (
            <Button size="small" icon="filter" onPress={() => setFiltering(true)}>
              {on > 0 ? t('catalogue.facet.buttonOn', { count: on }) : t('catalogue.facet.button')}
            </Button>
          )}
          <Foot wait={list.first === undefined}>{t('foot.of', { shown: rows.length, total: list.first?.total ?? 0 })}</Foot>
        </>
      }
      panel={
        search.new ? (
          <EntryForm onClose={() => go({ new: undefined })} onDone={(id) => go({ new: undefined, open: id, tab: undefined })} />
        ) : search.open ? (
          <EntryPanel
            key={search.open}
            id={search.open}
            search={search}
            go={go}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <div className="hc-catalogue" data-beside={beside || undefined}>
        {beside && (
          <ScrollRegion className="hc-catalogue-facets" label={t('catalogue.facet.title')}>
            {facets}
          </ScrollRegion>
        )}
        <div className="hc-catalogue-list">
          <ListFaces
            items={rows}
            pending={list.pending}
            error={list.error}
            refetch={list.refetch}
            empty={<Nothing search={search} onClear={() => go({ q: undefined, ...NO_FILTERS })} />}
          >
            {(items) => (
              <DataTable
                label={t('page.catalogue')}
                columns={columns}
                rows={items}
                keyOf={keyOf}
                hrefOf={(item) => `/console/catalogue?open=${item.id}`}
                onOpen={(item) => open(item.id)}
                current={search.open ?? null}
                onEnd={list.loadMore}
                rowHeight={3.5}
                total={list.first?.total ?? null}
              />
            )}
          </ListFaces>
        </div>
      </div>
      <Drawer
        open={filtering && !beside}
        onClose={() => setFiltering(false)}
        title={t('catalogue.facet.title')}
        footer={
          <Button tone="primary" onPress={() => setFiltering(false)}>
            {t('catalogue.facet.show', { count: list.first?.total ?? 0 })}
          </Button>
        }
      >
        {facets}
      </Drawer>
    </Page>
  )
}
