/** The rows that came: masked cells look masked and say why; each further page is asked for, since each is on record. */
import type { Decision, Resource, ResourceField, RowsView } from '@haihe/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ApiError, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failing } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { LoadingTable } from '../parts/list-faces.tsx'
import { Foot } from '../parts/small.tsx'
import { cellText } from './question.ts'
import type { Asked } from './reader.tsx'

const PAGE = 100
const WIDTH: Partial<Record<ResourceField['type'], number>> = {
  integer: 7,
  number: 8,
  boolean: 6,
  date: 8,
  datetime: 13,
  text: 12,
}

interface Line {
  n: number
  cells: Record<string, unknown>
}

export const Cell = ({ value, of }: { value: unknown; of: Decision['fields'][string] | undefined }) => {
  const t = useWords()
  const text = cellText(value)
  if (of?.effect !== 'mask') return <>{text ?? '—'}</>
  const why = `${t(`resource.mask.${of.mask}`)} · ${t(`policy.reason.${of.reason}`)}`
  return (
    <span className="hc-masked" title={why}>
      <Icon name="lock" size="0.9em" label={why} />
      {text ?? t('query.hidden')}
    </span>
  )
}

export const RowsTab = ({ resource, asked }: { resource: Resource; asked: Asked }) => {
  const t = useWords()
  const path = `/api/resources/${resource.id}/query`
  const answer = useInfiniteQuery<RowsView, ApiError, { pages: RowsView[] }, readonly unknown[], string | null>({
    queryKey: [path, asked],
    queryFn: ({ pageParam }) =>
      post<RowsView>(path, {
        ...(asked.reason ?? {}),
        ...(asked.grant ? { grant: asked.grant } : {}),
        fields: asked.fields,
        where: asked.where,
        cursor: pageParam,
        limit: PAGE,
        way: 'screen',
      }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    // a read is recorded and counted: it happens when somebody asks for it, not when a window comes to the front
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const { data } = answer
  const decision = data?.pages[0]?.decision
  const lines = useMemo<Line[]>(
    () => data?.pages.flatMap(({ rows }) => rows).map((cells, n) => ({ n: n + 1, cells })) ?? [],
    [data],
  )
  const columns = useMemo<Column<Line>[]>(
    () => [
      { id: '#', title: t('query.number'), value: ({ n }) => n, width: 4, align: 'end' },
      ...resource.fields
        .filter(({ name }) => asked.fields.includes(name))
        .map(({ name, title, type }): Column<Line> => {
          const of = decision?.fields[name]
          return {
            id: name,
            title: of?.effect === 'mask' ? t('query.maskedColumn', { title }) : title,
            value: ({ cells }) => cellText(cells[name]),
            cell: ({ cells }) => <Cell value={cells[name]} of={of} />,
            width: WIDTH[type] ?? 12,
            ...(type === 'integer' || type === 'number' ? { align: 'end' as const } : {}),
          }
        }),
    ],
    [resource, asked, decision, t],
  )
  if (answer.isPending) return <LoadingTable />
  if (answer.error && lines.length === 0) return <Failing error={answer.error} retry={() => void answer.refetch()} />
  if (lines.length === 0)
    return (
      <Empty icon="empty" title={t('query.noRows')}>
        {t('query.noRowsHelp')}
      </Empty>
    )
  return (
    <div className="hc-rows">
      <div className="hc-filters">
        <Foot>
          {t('query.shown', { count: formatFigure(lines.length) })}
          {data?.pages[0] && ` · ${t('query.recorded', { read: data.pages.at(-1)?.read })}`}
        </Foot>
        {answer.hasNextPage && (
          <Button size="small" icon="down" pending={answer.isFetchingNextPage} onPress={() => void answer.fetchNextPage()}>
            {t('query.next', { count: PAGE })}
          </Button>
        )}
        {answer.isFetchNextPageError && <span className="hh-field-error">{answer.error?.message}</span>}
      </div>
      <DataTable label={resource.title} columns={columns} rows={lines} keyOf={({ n }) => String(n)} rowHeight={2.5} />
    </div>
  )
}
