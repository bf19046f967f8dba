/** 机器令牌: bearer tokens of systems, made here and shown once. */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { sorted, sortOf } from '../lib/address.ts'
import { AppLink } from '../parts/app-link.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { type Neighbours, neighboursOf, Page, Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { SearchBox } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { useRegionName, useUnitName } from '../parts/names.ts'
import { RegionName } from '../parts/region-name.tsx'
import { Facts, Foot, Moment, Mono, StateMark, type StateTone } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { type Token, tokenState } from './accounts.ts'
import type { TokensSearch } from './section.ts'
import './accounts.css'
import { NewToken } from './new-token.tsx'

const PATH = '/api/tokens'
const TONE: Record<ReturnType<typeof tokenState>, StateTone> = { valid: 'good', soon: 'wait', expired: 'off', revoked: 'off' }
const keyOf = ({ id }: Token) => id

const useColumns = (): Column<Token>[] => {
  const t = useWords()
  const now = useNow(60_000)
  return [
    { id: 'name', title: t('tokens.name'), value: ({ name }) => name, sortable: true },
    {
      id: 'state',
      title: t('tokens.state'),
      value: (token) => t(`tokens.is.${tokenState(token, now)}`),
      cell: (token) => <StateMark tone={TONE[tokenState(token, now)]}>{t(`tokens.is.${tokenState(token, now)}`)}</StateMark>,
      width: 7,
      sortable: true,
    },
    { id: 'roles', title: t('tokens.roles'), value: ({ roles }) => roles.map((role) => t(`role.${role}`)).join('、'), from: 36 },
    {
      id: 'source',
      title: t('tokens.source'),
      value: ({ source }) => source,
      cell: ({ source }) => (source ? <Mono>{source}</Mono> : '—'),
      width: 10,
      from: 46,
    },
    {
      id: 'region',
      title: t('tokens.region'),
      value: ({ region }) => region,
      cell: ({ region }) => <RegionName code={region} />,
      width: 9,
      from: 56,
    },
    {
      id: 'createdAt',
      title: t('tokens.created'),
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
      width: 8,
      sortable: true,
      from: 62,
    },
    {
      id: 'expiresAt',
      title: t('tokens.expires'),
      value: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => (expiresAt ? <Moment at={expiresAt} /> : t('tokens.never')),
      width: 8,
      sortable: true,
      from: 40,
    },
  ]
}

const TokenPanel = ({
  token,
  onClose,
  onDone,
  ...neighbours
}: Neighbours & { token: Token; onClose: () => void; onDone: () => unknown }) => {
  const t = useWords()
  const now = useNow(60_000)
  const region = useRegionName(token.region)
  const unit = useUnitName(token.unit)
  const [revoking, setRevoking] = useState(false)
  const state = tokenState(token, now)
  return (
    <Panel
      title={token.name}
      above={<StateMark tone={TONE[state]}>{t(`tokens.is.${state}`)}</StateMark>}
      onClose={onClose}
      {...neighbours}
      tools={
        token.revokedAt === null && (
          <Button size="small" tone="plain" icon="trash" onPress={() => setRevoking(true)}>
            {t('tokens.revoke')}
          </Button>
        )
      }
    >
      <section className="hc-section">
        <Facts
          of={[
            [t('tokens.roles'), token.roles.map((role) => t(`role.${role}`)).join('、')],
            [
              t('tokens.source'),
              token.source ? (
                <AppLink key="source" href={`/console/sources?open=${token.source}`}>
                  {token.source}
                </AppLink>
              ) : (
                t('tokens.anySource')
              ),
            ],
            [t('tokens.region'), region],
            [t('tokens.unit'), token.unit ? unit : '—'],
            [t('tokens.created'), <Moment key="created" at={token.createdAt} />],
            [t('tokens.expires'), token.expiresAt ? <Moment key="expires" at={token.expiresAt} /> : t('tokens.never')],
            token.revokedAt !== null && [t('tokens.revokedAt'), <Moment key="revoked" at={token.revokedAt} />],
            [t('accounts.id'), <Mono key="id">{token.id}</Mono>],
          ]}
        />
        <p>
          <AppLink href={`/console/audit?subject=token:${token.id}`}>{t('accounts.whatHappened')}</AppLink>
        </p>
      </section>
      <Confirm
        open={revoking}
        onClose={() => setRevoking(false)}
        title={t('tokens.revokeTitle', { name: token.name })}
        action={t('tokens.revoke')}
        danger
        run={async () => {
          await request('DELETE', `${PATH}/${token.id}`)
          toast(t('tokens.revoked'))
          onDone()
        }}
      >
        {t('tokens.revokeHelp')}
      </Confirm>
    </Panel>
  )
}

export const TokensPage = () => {
  const t = useWords()
  const client = useQueryClient()
  const { search, go } = useSearchState<TokensSearch>()
  const tokens = useApi<{ items: Token[] }>(PATH)
  const columns = useColumns()
  const rows = useMemo(() => {
    const q = search.q?.toLowerCase()
    const fitting = (tokens.data?.items ?? []).filter(
      (token) => !q || `${token.name} ${token.source} ${token.unit}`.toLowerCase().includes(q),
    )
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    return order && column ? sorted(fitting, column.value, order.descending) : fitting
  }, [tokens.data, search, columns])
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  const again = () => client.invalidateQueries({ queryKey: [PATH] })
  const one = tokens.data?.items.find(({ id }) => id === search.open)
  useKeys({ refresh: () => void tokens.refetch(), ...(one || search.new ? {} : { next: () => open(rows[0]?.id) }) })
  return (
    <Page
      title={t('page.tokens')}
      note={t('tokens.note')}
      tools={
        <>
          <ExportMenu name="tokens" columns={columns} rows={rows} />
          <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'token', open: undefined })}>
            {t('tokens.new')}
          </Button>
        </>
      }
      filters={
        <>
          <SearchBox label={t('tokens.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Foot wait={tokens.data === undefined}>
            {t('foot.of', { shown: rows.length, total: tokens.data?.items.length ?? 0 })}
          </Foot>
        </>
      }
      panel={
        search.new === 'token' ? (
          <NewToken onClose={() => go({ new: undefined })} onDone={again} />
        ) : one ? (
          <TokenPanel
            key={one.id}
            token={one}
            onClose={() => open(undefined)}
            onDone={again}
            {...neighboursOf(rows, keyOf, one.id, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={tokens.data && rows}
        pending={tokens.isPending}
        error={tokens.error}
        refetch={tokens.refetch}
        filtered={tokens.data?.items.length !== 0}
        empty={
          <Empty icon="lock" title={t('tokens.none')}>
            {t('tokens.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.tokens')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/tokens?open=${id}`}
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
