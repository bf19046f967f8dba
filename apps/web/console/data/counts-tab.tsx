/** How many rows by up to three fields; groups that are too small stay hidden, and say so. */
import type { CountsView, Decision, ReadReason, Resource } from '@haihe/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiError, get } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failing } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose } from '../parts/filters.tsx'
import { LoadingTable } from '../parts/list-faces.tsx'
import { Foot } from '../parts/small.tsx'
import { cellText, groupableFields } from './question.ts'
import { Cell } from './rows-tab.tsx'

const LEVELS = [0, 1, 2] as const
type Group = CountsView['cells'][number]

export const CountsTab = ({
  resource,
  decision,
  reason,
  grant,
}: {
  resource: Resource
  decision: Decision
  reason: ReadReason | null
  grant: string | undefined
}) => {
  const t = useWords()
  const fields = groupableFields(resource, decision)
  const [by, setBy] = useState<string[]>([])
  const [asked, setAsked] = useState<{ n: number; by: string[] } | null>(null)
  const path = `/api/resources/${resource.id}/counts`
  const counts = useQuery<CountsView, ApiError>({
    queryKey: [path, asked, reason, grant],
    queryFn: ({ signal }) => get<CountsView>(path, { by: asked?.by, ...reason, grant, way: 'screen' }, signal),
    enabled: asked !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const titleOf = (name: string) => resource.fields.find((field) => field.name === name)?.title ?? name
  const few = t('query.fewer', { count: counts.data?.smallest ?? decision.smallest })
  const columns: Column<Group>[] = [
    ...(counts.data?.by ?? []).map(
      (name, index): Column<Group> => ({
        id: name,
        title: titleOf(name),
        value: ({ values }) => cellText(values[index]),
        cell: ({ values }) => <Cell value={values[index]} of={decision.fields[name]} />,
      }),
    ),
    {
      id: 'count',
      title: t('query.count'),
      value: ({ count }) => count ?? few,
      cell: ({ count }) =>
        count === null ? (
          <span className="hc-masked" title={t('policy.reason.small-group')}>
            {few}
          </span>
        ) : (
          formatFigure(count)
        ),
      width: 10,
      align: 'end',
    },
  ]
  const groups = [...(counts.data?.cells ?? [])].sort((a, b) => (b.count ?? -1) - (a.count ?? -1))
  const hidden = groups.filter(({ count }) => count === null).length
  return (
    <div className="hc-rows">
      <div className="hc-filters">
        {LEVELS.filter((level) => level <= by.length).map((level) => (
          <Choose
            key={level}
            label={t('query.groupBy', { n: level + 1 })}
            value={by[level]}
            all={t(level === 0 ? 'grants.choose' : 'query.noFurther')}
            options={fields
              .filter(({ name }) => by[level] === name || !by.includes(name))
              .map(({ name, title }) => ({ value: name, label: title }))}
            onChange={(name) => setBy(name ? [...by.slice(0, level), name, ...by.slice(level + 1)] : by.slice(0, level))}
          />
        ))}
        <Button
          size="small"
          tone="primary"
          icon="chart"
          isDisabled={by.length === 0}
          onPress={() => setAsked((before) => ({ n: (before?.n ?? 0) + 1, by }))}
        >
          {t('query.countNow')}
        </Button>
        {counts.data && groups.length > 0 && <ExportMenu name="counts" columns={columns} rows={groups} />}
      </div>
      {asked === null ? (
        <Empty icon="chart" title={t('query.countReady')}>
          {t('query.countHelp', { count: decision.smallest })}
        </Empty>
      ) : counts.isPending ? (
        <LoadingTable rows={6} />
      ) : counts.error ? (
        <Failing error={counts.error} retry={() => void counts.refetch()} />
      ) : counts.data.withheld ? (
        <Empty icon="lock" title={t('query.withheld')}>
          {t('query.withheldHelp')}
        </Empty>
      ) : groups.length === 0 ? (
        <Empty icon="empty" title={t('query.noRows')}>
          {t('query.noRowsHelp')}
        </Empty>
      ) : (
        <>
          <Foot>
            {t('query.groups', { count: groups.length })}
            {counts.data.total !== null && ` · ${t('query.total', { count: formatFigure(counts.data.total) })}`}
            {hidden > 0 && ` · ${t('query.suppressed', { count: hidden })}`}
            {counts.data.base > 1 &&
              ` · ${t('query.roundedTo', { base: counts.data.base, at: localMinute(counts.data.at).replace('T', ' ') })}`}
          </Foot>
          <DataTable
            label={t('query.tab.counts')}
            columns={columns}
            rows={groups}
            keyOf={({ values }) => JSON.stringify(values)}
            rowHeight={2.5}
          />
        </>
      )}
    </div>
  )
}
