/** 规则: numbers from regulations as dated data; what is official is read, what is a default can be set with a date and a basis. */
import { useMemo } from 'react'
import { Empty } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { sorted, sortOf } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, SearchBox, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { RegionName } from '../parts/region-name.tsx'
import { Foot, Mono, StateMark } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { RulePanel } from './rule-panel.tsx'
import { RuleValue, useRuleValue } from './rule-value.tsx'
import type { RulesSearch } from './section.ts'
import './rules.css'
import { dayOf, ruleKey, type StoredRule, standing, timeOf } from './rules.ts'

const TIME_TONE = { past: 'off', now: 'good', coming: 'wait' } as const

const useColumns = (): Column<StoredRule>[] => {
  const t = useWords()
  const say = useText()
  const value = useRuleValue()
  const day = dayOf(localMinute(Date.now()))
  return [
    { id: 'title', title: t('rules.name'), value: (rule) => say(rule.title), sortable: true },
    { id: 'value', title: t('rules.value'), value, cell: (rule) => <RuleValue rule={rule} />, width: 13 },
    {
      id: 'standing',
      title: t('rules.standing'),
      value: (rule) => t(`rules.is.${standing(rule)}`),
      cell: (rule) => (
        <span className="hh-badge" data-kind={rule.official ? 'local' : 'simulated'}>
          {t(`rules.is.${standing(rule)}`)}
        </span>
      ),
      width: 9,
      sortable: true,
      from: 40,
    },
    { id: 'basis', title: t('rules.basis'), value: (rule) => rule.basis, from: 58 },
    {
      id: 'from',
      title: t('rules.from'),
      value: (rule) => rule.from,
      cell: (rule) => <StateMark tone={TIME_TONE[timeOf(rule, day)]}>{rule.from}</StateMark>,
      width: 8,
      sortable: true,
      from: 30,
    },
    { id: 'to', title: t('rules.to'), value: (rule) => rule.to, width: 7, from: 70 },
    {
      id: 'region',
      title: t('rules.region'),
      value: (rule) => rule.region,
      cell: (rule) => <RegionName code={rule.region} />,
      width: 8,
      from: 76,
    },
    { id: 'id', title: 'ID', value: (rule) => rule.id, cell: (rule) => <Mono>{rule.id}</Mono>, from: 48, sortable: true },
  ]
}

export const RulesPage = () => {
  const t = useWords()
  const say = useText()
  const { search, go } = useSearchState<RulesSearch>()
  const whole = search.at === 'all'
  const day = dayOf(localMinute(Date.now()))
  const rules = useApi<{ items: StoredRule[] }>('/api/rules', whole ? {} : { at: day }, { keep: true })
  const columns = useColumns()
  const rows = useMemo(() => {
    const q = search.q?.toLowerCase()
    const fitting = (rules.data?.items ?? []).filter(
      (rule) =>
        (search.origin === undefined || standing(rule) === search.origin) &&
        (q === undefined || `${rule.id} ${say(rule.title)} ${rule.basis}`.toLowerCase().includes(q)),
    )
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    return order && column ? sorted(fitting, column.value, order.descending) : fitting
  }, [rules.data, search, columns, say])
  const open = (id: string | undefined) => go({ open: id, edit: undefined })
  const ids = useMemo(() => [...new Set(rows.map(({ id }) => id))], [rows])
  const current = rows.find(({ id }) => id === search.open)
  useKeys({ refresh: () => void rules.refetch(), ...(search.open ? {} : { next: () => open(ids[0]) }) })
  return (
    <Page
      title={t('page.rules')}
      note={t('rules.note')}
      tools={<ExportMenu name="rules" columns={columns} rows={rows} />}
      filters={
        <>
          <SearchBox label={t('rules.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Segments
            label={t('rules.when')}
            value={whole ? 'all' : 'today'}
            options={[
              { value: 'today', label: t('rules.today') },
              { value: 'all', label: t('rules.versions') },
            ]}
            onChange={(at) => go({ at: at === 'all' ? at : undefined })}
          />
          <Choose
            label={t('rules.standing')}
            value={search.origin}
            all={t('filter.all')}
            options={(['official', 'configurable', 'manual'] as const).map((value) => ({ value, label: t(`rules.is.${value}`) }))}
            onChange={(origin) => go({ origin: origin as RulesSearch['origin'] })}
          />
          <Foot wait={rules.data === undefined}>
            {t('foot.of', { shown: rows.length, total: rules.data?.items.length ?? 0 })}
          </Foot>
        </>
      }
      panel={
        search.open ? (
          <RulePanel
            key={search.open}
            id={search.open}
            editing={search.edit !== undefined}
            onEdit={(on) => go({ edit: on ? 'new' : undefined })}
            onClose={() => open(undefined)}
            {...neighboursOf(ids, (id) => id, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={rules.data && rows}
        pending={rules.isPending}
        error={rules.error}
        refetch={rules.refetch}
        filtered={rules.data?.items.length !== 0}
        empty={
          <Empty icon="search" title={t('rules.none')}>
            {t('rules.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.rules')}
            columns={columns}
            rows={items}
            keyOf={ruleKey}
            hrefOf={(rule) => `/console/rules?open=${rule.id}`}
            onOpen={(rule) => open(rule.id)}
            current={current ? ruleKey(current) : null}
            sort={search.sort}
            onSort={(sort) => go({ sort }, { replace: true })}
          />
        )}
      </ListFaces>
    </Page>
  )
}
