/** 城市对象: find by type, id, place and condition; as a list or on a map; one object with its history. */
import { lazy, Suspense } from 'react'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Bone, Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useSession } from '../../ui/session.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, MoreFilters, SearchBox, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { RegionSteps } from '../parts/region-steps.tsx'
import { Ago, Foot, Mono } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import type { EntitiesSearch } from './section.ts'
import './entities.css'
import { type Dictionary, useDictionary } from './dictionary.ts'
import { attributesOf, freshOf, type NgsiEntity, nameOf, placeOf, provenanceOf, shortId, typeOf, valueText } from './entity.ts'
import { EntityPanel } from './entity-panel.tsx'
import { isNarrowed, useEntities } from './query.ts'
import { useEntityTypes } from './types.ts'
import { TypesOverview } from './types-overview.tsx'

const EntityMap = lazy(() => import('./entity-map.tsx').then(({ EntityMap: map }) => ({ default: map })))

const keyOf = ({ id }: NgsiEntity) => id
const SHOWN = 3

/** The numbers that were measured last, in one line. */
const numbersOf = (entity: NgsiEntity, words: Dictionary): string =>
  attributesOf(entity)
    .filter(({ value, observedAt }) => typeof value === 'number' && observedAt !== null)
    .slice(0, SHOWN)
    .map(
      ({ name, value, unit }) =>
        `${words.attributeTitle(typeOf(entity), name) ?? name} ${valueText(value)}${unit ? ` ${unit}` : ''}`,
    )
    .join(' · ')

const useColumns = (): Column<NgsiEntity>[] => {
  const t = useWords()
  const { language } = usePreferences()
  const words = useDictionary()
  return [
    {
      id: 'name',
      title: t('entities.name'),
      value: (entity) => nameOf(entity, language) ?? shortId(entity.id),
    },
    { id: 'id', title: 'ID', value: keyOf, cell: ({ id }) => <Mono>{id}</Mono>, from: 64 },
    {
      id: 'type',
      title: t('entities.type'),
      value: typeOf,
      cell: (entity) => <span title={typeOf(entity)}>{words.typeTitle(typeOf(entity)) ?? <Mono>{typeOf(entity)}</Mono>}</span>,
      width: 12,
      from: 48,
    },
    { id: 'numbers', title: t('entities.numbers'), value: (entity) => numbersOf(entity, words), from: 40 },
    {
      id: 'fresh',
      title: t('entities.fresh'),
      value: freshOf,
      cell: (entity) => <Ago at={freshOf(entity)} />,
      width: 7.5,
      from: 24,
    },
    {
      id: 'provenance',
      title: t('sources.provenance'),
      value: (entity) => {
        const provenance = provenanceOf(entity)
        return provenance && t(`provenance.${provenance}`)
      },
      cell: (entity) => {
        const provenance = provenanceOf(entity)
        return provenance ? <ProvenanceBadge provenance={provenance} /> : '—'
      },
      width: 6.5,
      from: 34,
    },
    { id: 'lon', title: t('entities.lon'), value: (entity) => placeOf(entity)?.[0] ?? null, from: 1000 },
    { id: 'lat', title: t('entities.lat'), value: (entity) => placeOf(entity)?.[1] ?? null, from: 1000 },
  ]
}

const Filters = ({ total }: { total: string }) => {
  const t = useWords()
  const { scopes } = useSession()
  const { search, go } = useSearchState<EntitiesSearch>()
  const types = useEntityTypes()
  const words = useDictionary()
  return (
    <>
      <Choose
        label={t('entities.type')}
        value={search.type}
        all={t('filter.all')}
        options={(types.data ?? []).map(({ name }) => ({ value: name, label: words.typeTitle(name) ?? name }))}
        onChange={(type) => go({ type, open: undefined })}
      />
      <SearchBox label={t('entities.find')} value={search.find} onSearch={(find) => go({ find }, { replace: true })} />
      <MoreFilters on={[search.q, search.region].filter(Boolean).length}>
        <SearchBox label={t('entities.q')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
        <span className="hc-region-filter">
          <RegionSteps
            label={t('entities.region')}
            top={scopes('entity.read')[0] ?? '12'}
            value={search.region ?? null}
            clearable
            onChange={(region) => go({ region: region ?? undefined })}
          />
        </span>
      </MoreFilters>
      {isNarrowed(search) && (
        <Segments
          label={t('entities.view')}
          value={search.view ?? 'list'}
          options={[
            { value: 'list', label: t('entities.list') },
            { value: 'map', label: t('entities.map') },
          ]}
          onChange={(view) => go({ view: view === 'list' ? undefined : view })}
        />
      )}
      <Foot>{total}</Foot>
    </>
  )
}

export const EntitiesPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<EntitiesSearch>()
  const entities = useEntities(search)
  const columns = useColumns()
  const narrowed = isNarrowed(search)
  const open = (id: string | undefined) => go({ open: id, attribute: undefined })
  useKeys({ refresh: entities.refetch, ...(search.open ? {} : { next: () => open(entities.items[0]?.id) }) })
  const total =
    narrowed && !entities.pending
      ? t('foot.loaded', {
          shown: formatFigure(entities.items.length),
          total: entities.total === null ? '?' : formatFigure(entities.total),
        })
      : ''
  const table = (items: readonly NgsiEntity[], only = columns.filter(({ from = 0 }) => from < 1000)) => (
    <DataTable
      label={t('nav.entities')}
      columns={only}
      rows={items}
      keyOf={keyOf}
      hrefOf={({ id }) => `/console/entities?open=${encodeURIComponent(id)}`}
      onOpen={({ id }) => open(id)}
      current={search.open ?? null}
      onEnd={entities.loadMore}
      total={entities.total}
    />
  )
  return (
    <Page
      title={t('nav.entities')}
      note={t('entities.note')}
      tools={narrowed && <ExportMenu name="entities" columns={columns} rows={entities.items} />}
      filters={<Filters total={total} />}
      panel={
        search.open ? (
          <EntityPanel
            key={search.open}
            id={search.open}
            onClose={() => open(undefined)}
            {...neighboursOf(entities.items, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      {!narrowed ? (
        <TypesOverview />
      ) : entities.missing ? (
        <Empty icon="map" title={t('entities.noOutline')}>
          {t('entities.noOutlineHelp')}
        </Empty>
      ) : (
        <ListFaces
          items={entities.items}
          pending={entities.pending}
          error={entities.error}
          refetch={entities.refetch}
          empty={
            <Empty icon="search" title={t('filter.nothing')}>
              {t('filter.nothingHelp')}
            </Empty>
          }
        >
          {(items) =>
            search.view === 'map' ? (
              <Suspense fallback={<Bone height="100%" />}>
                <EntityMap
                  entities={items}
                  region={search.region}
                  current={search.open ?? null}
                  onOpen={open}
                  onRegion={(region) => go({ region })}
                  more={entities.more}
                  loadMore={entities.loadMore}
                >
                  {table(items, columns.slice(0, 1))}
                </EntityMap>
              </Suspense>
            ) : (
              table(items)
            )
          }
        </ListFaces>
      )}
    </Page>
  )
}
