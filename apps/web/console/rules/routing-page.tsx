/** 派遣规则: place × category × duty list → responsible unit, and what a changed rule would have done to past cases. */
import type { RoutingRule, RoutingSet, UnitSelector } from '@haihe/contract'
import { useMemo } from 'react'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { sorted, sortOf } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { type Neighbours, neighboursOf, Page, Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { SearchBox } from '../parts/filters.tsx'
import { JsonView } from '../parts/json.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { useRegionName } from '../parts/names.ts'
import { RegionName } from '../parts/region-name.tsx'
import { Facts, Foot, Moment, Mono } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { type CaseWords, useCaseWords } from './case-words.ts'
import type { RoutingSearch } from './section.ts'
import './rules.css'
import { Simulation } from './simulation.tsx'

const keyOf = ({ id }: RoutingRule) => id

/** tj-cgw · district-bureau of cgw in the district */
const useSelectorWords = () => {
  const t = useWords()
  return (selector: UnitSelector): string =>
    'unit' in selector
      ? selector.unit
      : t('routing.selector', {
          kind: t(`routing.kinds.${selector.kind}`, { defaultValue: selector.kind }),
          duty: selector.duty ? ` · ${selector.duty}` : '',
          level: t(`indicators.levels.${selector.in}`),
        })
}

const useColumns = (words: CaseWords): Column<RoutingRule>[] => {
  const t = useWords()
  const say = useText()
  const selector = useSelectorWords()
  return [
    { id: 'title', title: t('routing.name'), value: ({ title }) => say(title), sortable: true },
    {
      id: 'caseType',
      title: t('routing.caseType'),
      value: ({ caseType }) => words.type(caseType),
      width: 10,
      from: 50,
    },
    {
      id: 'place',
      title: t('routing.place'),
      value: ({ place }) => place,
      cell: ({ place }) => <RegionName code={place} />,
      width: 9,
      sortable: true,
      from: 30,
    },
    {
      id: 'category',
      title: t('routing.category'),
      value: ({ caseType, category }) => (category ? words.category(caseType, category) : t('filter.all')),
      width: 9.5,
      sortable: true,
      from: 34,
    },
    { id: 'to', title: t('routing.to'), value: ({ to }) => selector(to), from: 42 },
    {
      id: 'priority',
      title: t('routing.priority'),
      value: ({ priority }) => priority,
      width: 5,
      align: 'end',
      sortable: true,
      from: 60,
    },
    {
      id: 'duty',
      title: t('routing.duty'),
      value: ({ duty }) => (duty.length > 0 ? t('form.yes') : t('form.no')),
      width: 6,
      from: 72,
    },
    { id: 'basis', title: t('routing.basis'), value: ({ basis }) => basis, from: 78 },
  ]
}

const RulePanel = ({
  rule,
  onClose,
  tools,
  ...neighbours
}: Neighbours & { rule: RoutingRule; onClose: () => void; tools?: React.ReactNode }) => {
  const t = useWords()
  const say = useText()
  const selector = useSelectorWords()
  const place = useRegionName(rule.place)
  const words = useCaseWords([rule.caseType])
  return (
    <Panel title={say(rule.title)} above={<Mono>{rule.id}</Mono>} onClose={onClose} tools={tools} {...neighbours}>
      <section className="hc-section">
        <p className="hc-formula">
          {t('routing.sentence', {
            place,
            category: rule.category ? words.category(rule.caseType, rule.category) : t('filter.all'),
            to: selector(rule.to),
          })}
        </p>
        <Facts
          of={[
            [t('routing.caseType'), words.type(rule.caseType)],
            [t('routing.priority'), rule.priority],
            [t('routing.sources'), rule.sources.length > 0 ? rule.sources.join('、') : t('filter.all')],
            [t('routing.coUnits'), rule.coUnits.length > 0 ? rule.coUnits.map(selector).join('；') : '—'],
            [
              t('routing.duty'),
              rule.duty.length === 0
                ? t('routing.always')
                : rule.duty
                    .map(
                      (span) =>
                        `${t(`routing.days.${span.days}`)} ${span.weekdays.map((day) => t(`routing.weekday.${day}`)).join('')} ${span.from}–${span.to}`,
                    )
                    .join('；'),
            ],
            [
              t('routing.limits'),
              Object.keys(rule.limits).length === 0
                ? t('routing.usualLimits')
                : Object.entries(rule.limits)
                    .map(([clock, { amount, unit }]) => `${clock} ${amount} ${t(`time.unit.${unit}`)}`)
                    .join('；'),
            ],
            [t('routing.basis'), rule.basis],
          ]}
        />
      </section>
      <section className="hc-section">
        <h3>JSON</h3>
        <JsonView value={rule} label="JSON" />
      </section>
    </Panel>
  )
}

export const RoutingPage = () => {
  const t = useWords()
  const say = useText()
  const { may } = useSession()
  const { search, go } = useSearchState<RoutingSearch>()
  const routing = useApi<RoutingSet>('/api/routing-rules', undefined, { staleTime: 60_000 })
  const columns = useColumns(useCaseWords(routing.data?.rules.map(({ caseType }) => caseType) ?? []))
  const set = routing.data
  const rows = useMemo(() => {
    const q = search.q?.toLowerCase()
    const fitting = (set?.rules ?? []).filter(
      (rule) => !q || `${JSON.stringify(rule)} ${say(rule.title)}`.toLowerCase().includes(q),
    )
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    return order && column ? sorted(fitting, column.value, order.descending) : fitting
  }, [set, search, columns, say])
  const open = (id: string | undefined) => go({ open: id, try: undefined })
  const one = set?.rules.find(({ id }) => id === search.open)
  useKeys({ refresh: () => void routing.refetch(), ...(one ? {} : { next: () => open(rows[0]?.id) }) })
  const simulates = may('routing.manage')
  return (
    <Page
      title={t('page.routing')}
      note={
        set &&
        // version 0 came with the scenarios and was never published
        (set.version === 0 ? (
          set.note
        ) : (
          <>
            {t('routing.version', { version: set.version, from: set.from })} <Moment at={set.publishedAt} /> {set.note}
          </>
        ))
      }
      tools={
        <>
          <ExportMenu name="routing-rules" columns={columns} rows={rows} />
          {simulates && set && (
            <Button size="small" icon="play" onPress={() => go({ try: 'yes' })}>
              {t('routing.try')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <SearchBox label={t('routing.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Foot wait={routing.data === undefined}>{t('foot.of', { shown: rows.length, total: set?.rules.length ?? 0 })}</Foot>
        </>
      }
      panel={
        set && search.try && simulates ? (
          <Simulation key={search.open ?? ''} set={set} rule={one} onClose={() => go({ try: undefined })} />
        ) : one ? (
          <RulePanel
            key={one.id}
            rule={one}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, one.id, open)}
            tools={
              simulates && (
                <Button size="small" tone="plain" icon="play" onPress={() => go({ try: 'yes' })}>
                  {t('routing.tryThis')}
                </Button>
              )
            }
          />
        ) : undefined
      }
    >
      <ListFaces
        items={set && rows}
        pending={routing.isPending}
        error={routing.error}
        refetch={routing.refetch}
        filtered={set?.rules.length !== 0}
        empty={
          <Empty icon="send" title={t('routing.none')}>
            {t('routing.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.routing')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/routing?open=${id}`}
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
