/** 事项类型: states, sources, clocks and categories of the work that a person must finish. Read only: they come with their scenario. */
import type { CaseTypeView, CategoryView } from '@haihe/contract'
import { useMemo } from 'react'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { type Neighbours, neighboursOf, Page, Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { SearchBox } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { useUnitName } from '../parts/names.ts'
import { Facts, Foot, Mono } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import type { CaseTypesSearch } from './section.ts'
import './rules.css'

const keyOf = ({ id }: CaseTypeView) => id

const useColumns = (): Column<CaseTypeView>[] => {
  const t = useWords()
  const say = useText()
  return [
    { id: 'title', title: t('caseTypes.name'), value: ({ title }) => say(title) },
    { id: 'id', title: 'ID', value: keyOf, cell: ({ id }) => <Mono>{id}</Mono>, width: 13 },
    { id: 'version', title: t('caseTypes.version'), value: ({ version }) => version, width: 5, align: 'end', from: 30 },
    { id: 'states', title: t('caseTypes.states'), value: ({ states }) => states.length, width: 6, align: 'end', from: 40 },
    {
      id: 'clocks',
      title: t('caseTypes.clocks'),
      value: ({ clocks }) => clocks.map(({ title }) => say(title)).join('、'),
      from: 56,
    },
    {
      id: 'sources',
      title: t('caseTypes.sources'),
      value: ({ sources }) => sources.map(({ title }) => say(title)).join('、'),
      from: 70,
    },
  ]
}

const useCategoryColumns = (): Column<CategoryView>[] => {
  const t = useWords()
  const say = useText()
  const limit = ({ limit: own }: CategoryView) => (own ? `${own.amount} ${t(`time.unit.${own.unit}`)}` : null)
  return [
    { id: 'title', title: t('caseTypes.category'), value: (one) => `${one.leaf ? '' : '▸ '}${say(one.title)}` },
    { id: 'code', title: t('caseTypes.code'), value: ({ code }) => code, cell: ({ code }) => <Mono>{code}</Mono>, width: 7 },
    { id: 'limit', title: t('caseTypes.limit'), value: limit, width: 9 },
    {
      id: 'basis',
      title: t('caseTypes.limitBasis'),
      value: ({ limit: own }) => (own ? `${own.official ? '' : `${t('clock.default')} · `}${own.basis}` : null),
      from: 40,
    },
    {
      id: 'standard',
      title: t('caseTypes.standard'),
      value: ({ standard, standardCode }) => `${standard} ${standardCode}`,
      from: 52,
    },
  ]
}

const TypePanel = ({
  type,
  q,
  onSearch,
  onClose,
  ...neighbours
}: Neighbours & {
  type: CaseTypeView
  q: string | undefined
  onSearch: (q: string | undefined) => void
  onClose: () => void
}) => {
  const t = useWords()
  const say = useText()
  const owner = useUnitName(type.owner)
  const columns = useCategoryColumns()
  const categories = useApi<CategoryView[]>(`/api/case-types/${type.id}/categories`, undefined, { staleTime: 300_000 })
  const rows = useMemo(() => {
    const words = q?.toLowerCase()
    return (categories.data ?? []).filter(
      (one) => !words || `${one.code} ${say(one.title)} ${one.words.join(' ')}`.toLowerCase().includes(words),
    )
  }, [categories.data, q, say])
  return (
    <Panel title={say(type.title)} above={<Mono>{`${type.id} v${type.version}`}</Mono>} onClose={onClose} {...neighbours}>
      <section className="hc-section">
        <Facts
          of={[
            [t('caseTypes.owner'), owner],
            [t('caseTypes.sources'), type.sources.map(({ title }) => say(title)).join('、')],
            [t('caseTypes.clocks'), type.clocks.map(({ title }) => say(title)).join('、')],
          ]}
        />
        <h3>{t('caseTypes.states')}</h3>
        <ul className="hc-filters">
          {type.states.map((state) => (
            <li key={state.id} className="hh-badge" data-kind={state.terminal ? 'elsewhere' : 'local'} title={state.id}>
              {say(state.title)}
            </li>
          ))}
        </ul>
      </section>
      <section className="hc-section">
        <header>
          <h3>{t('caseTypes.categories')}</h3>
          <ExportMenu name={`categories-${type.id}`} columns={columns} rows={rows} />
        </header>
        <SearchBox label={t('caseTypes.searchCategory')} value={q} onSearch={onSearch} />
        <Faces of={categories} loading={<LoadingRows rows={6} height="2.25rem" />} small>
          {() => (
            <div className="hc-categories">
              <DataTable
                label={t('caseTypes.categories')}
                columns={columns}
                rows={rows}
                keyOf={({ code }) => code}
                rowHeight={2.5}
              />
            </div>
          )}
        </Faces>
        <Foot wait={categories.data === undefined}>
          {t('foot.of', { shown: rows.length, total: categories.data?.length ?? 0 })}
        </Foot>
      </section>
    </Panel>
  )
}

export const CaseTypesPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<CaseTypesSearch>()
  const types = useApi<CaseTypeView[]>('/api/case-types', undefined, { staleTime: 300_000 })
  const columns = useColumns()
  const rows = types.data ?? []
  const open = (id: string | undefined) => go({ open: id, q: undefined })
  const one = rows.find(({ id }) => id === search.open)
  useKeys({ refresh: () => void types.refetch(), ...(one ? {} : { next: () => open(rows[0]?.id) }) })
  return (
    <Page
      title={t('page.case-types')}
      note={t('caseTypes.note')}
      tools={<ExportMenu name="case-types" columns={columns} rows={rows} />}
      panel={
        one && (
          <TypePanel
            key={one.id}
            type={one}
            q={search.q}
            onSearch={(q) => go({ q }, { replace: true })}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, one.id, open)}
          />
        )
      }
    >
      <ListFaces
        items={types.data}
        pending={types.isPending}
        error={types.error}
        refetch={types.refetch}
        empty={
          <Empty icon="list" title={t('caseTypes.none')}>
            {t('caseTypes.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.case-types')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/case-types?open=${id}`}
            onOpen={({ id }) => open(id)}
            current={search.open ?? null}
          />
        )}
      </ListFaces>
    </Page>
  )
}
