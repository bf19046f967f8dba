/** 账户: people and what they may do where. */
import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { SearchBox } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { RegionName } from '../parts/region-name.tsx'
import { Foot, Moment, Mono, StateMark } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { AccountPanel } from './account-panel.tsx'
import type { Account } from './accounts.ts'
import type { AccountsSearch } from './section.ts'
import './accounts.css'
import { NewAccount } from './new-account.tsx'

const PATH = '/api/accounts'
const keyOf = ({ id }: Account) => id

const useColumns = (): Column<Account>[] => {
  const t = useWords()
  return [
    { id: 'login', title: t('accounts.login'), value: ({ login }) => login, cell: ({ login }) => <Mono>{login}</Mono> },
    { id: 'name', title: t('accounts.name'), value: ({ name }) => name },
    {
      id: 'roles',
      title: t('accounts.roles'),
      value: ({ grants }) => [...new Set(grants.map(({ role }) => t(`role.${role}`)))].join('、'),
      from: 32,
    },
    {
      id: 'regions',
      title: t('accounts.regions'),
      value: ({ grants }) => [...new Set(grants.map(({ region }) => region))].join(' '),
      cell: ({ grants }) => [...new Set(grants.map(({ region }) => region))].map((code) => <RegionName key={code} code={code} />),
      width: 10,
      from: 52,
    },
    {
      id: 'state',
      title: t('accounts.state'),
      value: ({ disabledAt }) => t(disabledAt ? 'accounts.disabled' : 'accounts.enabled'),
      cell: ({ disabledAt, demo }) => (
        <StateMark tone={disabledAt ? 'off' : 'good'}>
          {t(disabledAt ? 'accounts.disabled' : 'accounts.enabled')}
          {demo && ` · ${t('accounts.demo')}`}
        </StateMark>
      ),
      width: 9,
      from: 26,
    },
    {
      id: 'secondFactor',
      title: t('accounts.secondFactor'),
      value: ({ secondFactor }) => t(secondFactor ? 'form.yes' : 'form.no'),
      width: 6,
      from: 58,
    },
    {
      id: 'createdAt',
      title: t('accounts.created'),
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
      width: 8,
      from: 66,
    },
  ]
}

export const AccountsPage = () => {
  const t = useWords()
  const client = useQueryClient()
  const { search, go } = useSearchState<AccountsSearch>()
  const query = { search: search.q }
  const accounts = usePages<Account>(PATH, { ...query, limit: 100 })
  const columns = useColumns()
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  const again = () => client.invalidateQueries({ queryKey: [PATH] })
  const one = accounts.items.find(({ id }) => id === search.open)
  useKeys({ refresh: accounts.refetch, ...(search.open || search.new ? {} : { next: () => open(accounts.items[0]?.id) }) })
  return (
    <Page
      title={t('page.accounts')}
      note={t('accounts.note')}
      tools={
        <>
          <ExportMenu name="accounts" columns={columns} rows={accounts.items} all={() => readAll<Account>(PATH, query)} />
          <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'account', open: undefined })}>
            {t('accounts.new')}
          </Button>
        </>
      }
      filters={
        <>
          <SearchBox label={t('accounts.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Foot wait={accounts.first === undefined}>
            {t('foot.some', { shown: accounts.items.length, more: accounts.more ? '+' : '' })}
          </Foot>
        </>
      }
      panel={
        search.new ? (
          <NewAccount onClose={() => go({ new: undefined })} onDone={again} />
        ) : one ? (
          <AccountPanel
            key={one.id}
            account={one}
            onClose={() => open(undefined)}
            onDone={again}
            {...neighboursOf(accounts.items, keyOf, one.id, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={accounts.items}
        pending={accounts.pending}
        error={accounts.error}
        refetch={accounts.refetch}
        empty={
          <Empty icon="search" title={t('filter.nothing')}>
            {t('filter.nothingHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.accounts')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/accounts?open=${id}`}
            onOpen={({ id }) => open(id)}
            current={search.open ?? null}
            onEnd={accounts.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
