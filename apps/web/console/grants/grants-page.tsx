/** 授权: what units may use of others' data, why, until when, and what of it is used. */
import type { GrantView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Chip, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot, StateMark } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { GrantForm } from './grant-form.tsx'
import { GrantPanel } from './grant-panel.tsx'
import { GRANT_TONE, GRANTS, minuteOf } from './grants.ts'
import type { GrantsSearch } from './section.ts'

const keyOf = ({ id }: GrantView) => id

const useColumns = (): Column<GrantView>[] => {
  const t = useWords()
  return [
    { id: 'resource', title: t('grants.resource'), value: ({ resourceTitle }) => resourceTitle },
    { id: 'grantee', title: t('grants.grantee'), value: ({ granteeName }) => granteeName },
    { id: 'owner', title: t('grants.owner'), value: ({ ownerName }) => ownerName, from: 84 },
    {
      id: 'state',
      title: t('grants.state'),
      value: ({ state }) => t(`grants.is.${state}`),
      cell: ({ state }) => <StateMark tone={GRANT_TONE[state]}>{t(`grants.is.${state}`)}</StateMark>,
      width: 6.5,
    },
    {
      id: 'fields',
      title: t('grants.fields'),
      value: ({ fields }) => fields.join(' '),
      cell: ({ fields, clear }) => t('grants.fieldsOf', { count: fields.length, clear: clear.length }),
      width: 9.5,
      from: 56,
    },
    {
      id: 'purpose',
      title: t('policy.purposeName'),
      value: ({ purpose }) => t(`policy.purpose.${purpose}`),
      width: 6.5,
      from: 46,
    },
    { id: 'basis', title: t('policy.basis'), value: ({ basis }) => basis, from: 96 },
    {
      id: 'until',
      title: t('grants.until'),
      value: ({ until }) => until,
      cell: ({ until }) => minuteOf(until),
      width: 9.5,
      from: 64,
    },
    {
      id: 'lastUsedAt',
      title: t('grants.lastUsed'),
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('grants.never') : <Ago at={lastUsedAt} every={60_000} />),
      width: 7.5,
      from: 72,
    },
    {
      id: 'calls',
      title: t('grants.callsToday'),
      value: ({ callsToday }) => callsToday,
      cell: ({ callsToday, quota }) => (quota === null ? '—' : `${formatFigure(callsToday ?? 0)} / ${formatFigure(quota)}`),
      width: 7,
      align: 'end',
      from: 90,
    },
  ]
}

export const GrantsPage = () => {
  const t = useWords()
  const client = useQueryClient()
  const { may } = useSession()
  const { search, go } = useSearchState<GrantsSearch>()
  const { side, state, resource } = search
  const query = { side, state, resource }
  const grants = usePages<GrantView>(GRANTS, { ...query, limit: 100 }, { every: 30_000 })
  const columns = useColumns()
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  const listed = grants.items.find(({ id }) => id === search.open)
  // an address may name a grant that is further down, or filtered out
  const named = useApi<GrantView>(`${GRANTS}/${search.open}`, undefined, {
    enabled: search.open !== undefined && listed === undefined && !grants.pending,
  })
  const one = search.open === undefined ? undefined : (listed ?? named.data)
  const again = () => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith(GRANTS) })
  const manages = may('grant.manage')
  const filtered = side !== undefined || state !== undefined || resource !== undefined
  useKeys({
    refresh: grants.refetch,
    ...(one || search.new ? {} : { next: () => open(grants.items[0]?.id) }),
  })
  const grantButton = manages && (
    <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'grant', open: undefined })}>
      {t('grants.new')}
    </Button>
  )
  return (
    <Page
      title={t('page.grants')}
      note={t('grants.note')}
      tools={
        <>
          <ExportMenu name="grants" columns={columns} rows={grants.items} all={() => readAll<GrantView>(GRANTS, query)} />
          {grantButton}
        </>
      }
      filters={
        <>
          <Segments
            label={t('grants.side')}
            value={side ?? 'all'}
            options={(['all', 'received', 'issued'] as const).map((value) => ({ value, label: t(`grants.sides.${value}`) }))}
            onChange={(value) => go({ side: value === 'all' ? undefined : value, open: undefined })}
          />
          <Segments
            label={t('grants.state')}
            value={state ?? 'all'}
            options={(['all', 'current', 'ended'] as const).map((value) => ({ value, label: t(`grants.states.${value}`) }))}
            onChange={(value) => go({ state: value === 'all' ? undefined : value, open: undefined })}
          />
          {resource && (
            <Chip onClear={() => go({ resource: undefined })}>
              {grants.items.find((grant) => grant.resource === resource)?.resourceTitle ?? t('grants.oneResource')}
            </Chip>
          )}
          <Foot wait={grants.first === undefined}>
            {t('foot.some', { shown: formatFigure(grants.items.length), more: grants.more ? '+' : '' })}
          </Foot>
        </>
      }
      panel={
        search.new === 'grant' && manages ? (
          <GrantForm
            resource={resource ?? null}
            onClose={() => go({ new: undefined })}
            onDone={async (id) => {
              await again()
              go({ new: undefined, open: id })
            }}
          />
        ) : (
          one && (
            <GrantPanel
              key={one.id}
              grant={one}
              onClose={() => open(undefined)}
              onDone={again}
              {...neighboursOf(grants.items, keyOf, search.open, open)}
            />
          )
        )
      }
    >
      <ListFaces
        items={grants.items}
        pending={grants.pending}
        error={grants.error}
        refetch={grants.refetch}
        filtered={filtered}
        empty={
          <Empty icon="lock" title={t('grants.none')} action={grantButton}>
            {t('grants.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.grants')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/grants?open=${id}`}
            onOpen={({ id }) => open(id)}
            current={search.open ?? null}
            onEnd={grants.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
