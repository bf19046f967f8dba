/** 指标字典: what each number means, how it is computed, what feeds it. */
import type { IndicatorDef, IndicatorList } from '@haihe/contract'
import { scopesOf } from '@haihe/contract/permission'
import { useMemo } from 'react'
import { LevelBadge } from '../../ui/badges.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatSpan } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { sorted, sortOf } from '../lib/address.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { type Neighbours, neighboursOf, Page, Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, SearchBox } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { useUnitName } from '../parts/names.ts'
import { Facts, Foot, Mono } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import type { IndicatorsSearch } from './section.ts'
import './rules.css'

const keyOf = ({ id }: IndicatorDef) => id
const feedOf = ({ source }: IndicatorDef): string =>
  'event' in source
    ? source.event
    : `${source.entityType}.${source.attribute}${source.weightAttribute ? ` ÷ ${source.weightAttribute}` : ''}`

/** A domain in words; one that has none keeps its id. */
const useDomainName = () => {
  const t = useWords()
  return (domain: string): string => t(`indicators.domains.${domain}`, { defaultValue: domain })
}

const useColumns = (): Column<IndicatorDef>[] => {
  const t = useWords()
  const domainName = useDomainName()
  const say = useText()
  return [
    { id: 'title', title: t('indicators.name'), value: ({ title }) => say(title), sortable: true },
    { id: 'unit', title: t('indicators.unit'), value: ({ unit }) => unit, width: 6, from: 26 },
    {
      id: 'aggregate',
      title: t('indicators.aggregate'),
      value: ({ aggregate }) => t(`indicators.aggregates.${aggregate}`),
      width: 12,
      from: 40,
    },
    {
      id: 'windows',
      title: t('indicators.windows'),
      value: ({ windows }) => windows.map((one) => t(`time.window.${one}`)).join('、'),
      width: 14,
      from: 64,
    },
    { id: 'feed', title: t('indicators.feed'), value: feedOf, cell: (one) => <Mono>{feedOf(one)}</Mono>, from: 54 },
    {
      id: 'direction',
      title: t('indicators.direction'),
      value: ({ direction }) => t(`indicators.directions.${direction}`),
      width: 7,
      from: 74,
    },
    {
      id: 'domain',
      title: t('indicators.domain'),
      value: ({ domain }) => domainName(domain),
      width: 8,
      sortable: true,
      from: 34,
    },
    { id: 'id', title: 'ID', value: keyOf, cell: ({ id }) => <Mono>{id}</Mono>, width: 13, sortable: true, from: 46 },
  ]
}

const IndicatorPanel = ({ one, onClose, ...neighbours }: Neighbours & { one: IndicatorDef; onClose: () => void }) => {
  const t = useWords()
  const say = useText()
  const { me, may } = useSession()
  const owner = useUnitName(one.owner)
  return (
    <Panel title={say(one.title)} above={<Mono>{one.id}</Mono>} onClose={onClose} {...neighbours}>
      <section className="hc-section">
        <p>{say(one.description)}</p>
        <p className="hc-formula">{say(one.formula)}</p>
        <Facts
          of={[
            [t('indicators.unit'), one.unit],
            [t('indicators.aggregate'), t(`indicators.aggregates.${one.aggregate}`)],
            [t('indicators.feed'), <Mono key="feed">{feedOf(one)}</Mono>],
            [t('indicators.direction'), t(`indicators.directions.${one.direction}`)],
            [t('indicators.windows'), one.windows.map((window) => t(`time.window.${window}`)).join('、')],
            [t('indicators.shown'), t(`time.window.${one.shown}`)],
            [t('indicators.finest'), t(`indicators.levels.${one.finest ?? 'street'}`)],
            [t('indicators.staleAfter'), formatSpan(one.staleAfter * 1000)],
            [t('indicators.owner'), owner],
            [t('indicators.precision'), one.precision],
          ]}
        />
      </section>
      <section className="hc-section">
        <h3>{t('indicators.rules')}</h3>
        {one.rules.length === 0 ? (
          <p className="hc-note">{t('indicators.noRules')}</p>
        ) : (
          <ul className="hc-bullets">
            {one.rules.map((rule) => (
              <li key={rule}>
                <AppLink href={`/console/rules?open=${rule}`}>
                  <Mono>{rule}</Mono>
                </AppLink>
              </li>
            ))}
          </ul>
        )}
      </section>
      {one.bands.length > 0 && (
        <section className="hc-section">
          <h3>{t('indicators.bands')}</h3>
          <ul className="hc-section">
            {one.bands.map((band) => (
              <li key={`${band.from} ${band.label.en}`} className="hc-band">
                {band.level ? <LevelBadge level={band.level} /> : <span className="hh-badge">{t('level.none')}</span>}
                {say(band.label)}
                <span className="hc-note">
                  {t(one.direction === 1 ? 'indicators.below' : 'indicators.above', { value: band.from })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="hc-section">
        <p>
          <a href={`/cockpit?indicator=${one.id}&panel=explain:${one.id}`}>{t('indicators.inCockpit')}</a>
        </p>
        {may('lineage.read') && (
          <p>
            <AppLink
              href={`/console/lineage?tab=number&number=${encodeURIComponent(`${one.id}@${me ? (scopesOf(me.actor, 'lineage.read')[0] ?? '') : ''}`)}`}
            >
              {t('indicators.trace')}
            </AppLink>{' '}
            <AppLink href={`/console/lineage?node=${encodeURIComponent(`indicator:${one.id}`)}`}>
              {t('indicators.lineage')}
            </AppLink>
          </p>
        )}
      </section>
    </Panel>
  )
}

export const IndicatorsPage = () => {
  const t = useWords()
  const domainName = useDomainName()
  const say = useText()
  const { search, go } = useSearchState<IndicatorsSearch>()
  const indicators = useApi<IndicatorList>('/api/indicators', undefined, { staleTime: 300_000 })
  const columns = useColumns()
  const all = indicators.data?.items ?? []
  const rows = useMemo(() => {
    const q = search.q?.toLowerCase()
    const fitting = (indicators.data?.items ?? []).filter(
      (one) =>
        (search.domain === undefined || one.domain === search.domain) &&
        (q === undefined || `${one.id} ${say(one.title)} ${say(one.description)} ${feedOf(one)}`.toLowerCase().includes(q)),
    )
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    return order && column ? sorted(fitting, column.value, order.descending) : fitting
  }, [indicators.data, search, columns, say])
  const open = (id: string | undefined) => go({ open: id })
  const one = all.find(({ id }) => id === search.open)
  useKeys({ refresh: () => void indicators.refetch(), ...(one ? {} : { next: () => open(rows[0]?.id) }) })
  return (
    <Page
      title={t('page.indicators')}
      note={t('indicators.note')}
      tools={<ExportMenu name="indicators" columns={columns} rows={rows} />}
      filters={
        <>
          <SearchBox label={t('indicators.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Choose
            label={t('indicators.domain')}
            value={search.domain}
            all={t('filter.all')}
            options={[...new Set(all.map(({ domain }) => domain))].sort().map((value) => ({ value, label: domainName(value) }))}
            onChange={(domain) => go({ domain })}
          />
          <Foot wait={indicators.data === undefined}>{t('foot.of', { shown: rows.length, total: all.length })}</Foot>
        </>
      }
      panel={
        one && (
          <IndicatorPanel key={one.id} one={one} onClose={() => open(undefined)} {...neighboursOf(rows, keyOf, one.id, open)} />
        )
      }
    >
      <ListFaces
        items={indicators.data && rows}
        pending={indicators.isPending}
        error={indicators.error}
        refetch={indicators.refetch}
        filtered={all.length !== 0}
        empty={
          <Empty icon="chart" title={t('indicators.none')}>
            {t('indicators.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.indicators')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/indicators?open=${id}`}
            onOpen={({ id }) => open(id)}
            current={search.open ?? null}
            sort={search.sort}
            onSort={(sort) => go({ sort }, { replace: true })}
          />
        )}
      </ListFaces>
    </Page>
  )
}
