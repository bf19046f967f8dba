/** 外部应用: applications that use our sign-in (OIDC). */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page, Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { SearchBox } from '../parts/filters.tsx'
import { ManyField, RegionField, TextField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import { Facts, Foot, Moment, Mono } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { type Application, grantableRoles } from './accounts.ts'
import type { TokensSearch } from './section.ts'

const PATH = '/api/oidc-clients'
const keyOf = ({ clientId }: Application) => clientId

const useColumns = (): Column<Application>[] => {
  const t = useWords()
  return [
    { id: 'name', title: t('applications.name'), value: ({ name }) => name },
    { id: 'clientId', title: t('applications.clientId'), value: keyOf, cell: (one) => <Mono>{one.clientId}</Mono>, from: 40 },
    { id: 'redirectUris', title: t('applications.redirects'), value: ({ redirectUris }) => redirectUris.join(' '), from: 54 },
    {
      id: 'roles',
      title: t('tokens.roles'),
      value: ({ roles }) => roles.map((role) => t(`role.${role}`)).join('、'),
      width: 10,
      from: 64,
    },
    {
      id: 'createdAt',
      title: t('tokens.created'),
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
      width: 9,
    },
  ]
}

const NewApplication = ({ onClose, onDone }: { onClose: () => void; onDone: () => unknown }) => {
  const t = useWords()
  const { may, scopes } = useSession()
  const top = scopes('account.manage')[0] ?? '12'
  const sending = useSending()
  const [name, setName] = useState('')
  const [redirects, setRedirects] = useState('')
  const [roles, setRoles] = useState<string[]>([])
  const [region, setRegion] = useState<string | null>(top)
  const [made, setMade] = useState<{ clientId: string; clientSecret: string } | null>(null)
  const save = async () => {
    const redirectUris = redirects.split(/\s+/).filter(Boolean)
    const fine = sending.check({
      name: name.trim() === '' && t('tokens.nameWrong'),
      redirectUris: redirectUris.length + roles.length === 0 && t('applications.redirectsWrong'),
      region: region === null && t('sources.regionWrong'),
    })
    if (!fine) return
    const done = await sending.send(async () => setMade(await post(PATH, { name: name.trim(), redirectUris, roles, region })))
    if (done) onDone()
  }
  return (
    <FormPanel
      title={t('applications.new')}
      onClose={onClose}
      action={t('applications.admit')}
      sending={sending}
      onSend={save}
      after={
        <SecretOnce
          title={t('applications.made')}
          secrets={
            made && [
              { name: t('applications.clientId'), value: made.clientId },
              { name: t('applications.secret'), value: made.clientSecret },
            ]
          }
          onClose={onClose}
        />
      }
    >
      <TextField label={t('applications.name')} value={name} onChange={setName} error={sending.wrong('name')} />
      <TextField
        label={t('applications.redirects')}
        help={t('applications.redirectsHelp')}
        value={redirects}
        onChange={setRedirects}
        error={sending.wrong('redirectUris')}
        lines={3}
        mono
        optional
      />
      <ManyField
        label={t('applications.ownRoles')}
        help={t('applications.ownRolesHelp')}
        options={grantableRoles(may).map((role) => ({ value: role, label: t(`role.${role}`) }))}
        value={roles}
        onChange={setRoles}
        error={sending.wrong('roles')}
        optional
      />
      <RegionField label={t('tokens.region')} top={top} value={region} onChange={setRegion} error={sending.wrong('region')} />
    </FormPanel>
  )
}

export const ApplicationsPage = () => {
  const t = useWords()
  const client = useQueryClient()
  const { search, go } = useSearchState<TokensSearch>()
  const applications = useApi<{ items: Application[] }>(PATH)
  const columns = useColumns()
  const [shutting, setShutting] = useState<Application | null>(null)
  const rows = useMemo(() => {
    const q = search.q?.toLowerCase()
    return (applications.data?.items ?? []).filter((one) => !q || `${one.name} ${one.clientId}`.toLowerCase().includes(q))
  }, [applications.data, search.q])
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  const again = () => client.invalidateQueries({ queryKey: [PATH] })
  const one = applications.data?.items.find(({ clientId }) => clientId === search.open)
  useKeys({ refresh: () => void applications.refetch(), ...(one || search.new ? {} : { next: () => open(rows[0]?.clientId) }) })
  return (
    <Page
      title={t('page.applications')}
      note={t('applications.note')}
      tools={
        <>
          <ExportMenu name="applications" columns={columns} rows={rows} />
          <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'client', open: undefined })}>
            {t('applications.new')}
          </Button>
        </>
      }
      filters={
        <>
          <SearchBox label={t('applications.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Foot wait={applications.data === undefined}>
            {t('foot.of', { shown: rows.length, total: applications.data?.items.length ?? 0 })}
          </Foot>
        </>
      }
      panel={
        search.new === 'client' ? (
          <NewApplication onClose={() => go({ new: undefined })} onDone={again} />
        ) : one ? (
          <Panel
            key={one.clientId}
            title={one.name}
            above={<Mono>{one.clientId}</Mono>}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, one.clientId, open)}
            tools={
              <Button size="small" tone="plain" icon="trash" onPress={() => setShutting(one)}>
                {t('applications.shut')}
              </Button>
            }
          >
            <Facts
              of={[
                [t('applications.redirects'), one.redirectUris.join('\n') || '—'],
                [t('applications.ownRoles'), one.roles.map((role) => t(`role.${role}`)).join('、') || '—'],
                [t('tokens.region'), one.region],
                [t('tokens.source'), one.source],
                [t('tokens.created'), <Moment key="created" at={one.createdAt} />],
              ]}
            />
          </Panel>
        ) : undefined
      }
    >
      <ListFaces
        items={applications.data && rows}
        pending={applications.isPending}
        error={applications.error}
        refetch={applications.refetch}
        filtered={applications.data?.items.length !== 0}
        empty={
          <Empty icon="external" title={t('applications.none')}>
            {t('applications.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.applications')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(application) => `/console/applications?open=${application.clientId}`}
            onOpen={(application) => open(application.clientId)}
            current={search.open ?? null}
          />
        )}
      </ListFaces>
      <Confirm
        open={shutting !== null}
        onClose={() => setShutting(null)}
        title={t('applications.shutTitle', { name: shutting?.name ?? '' })}
        action={t('applications.shut')}
        danger
        run={async () => {
          await request('DELETE', `${PATH}/${encodeURIComponent(shutting?.clientId ?? '')}`)
          toast(t('applications.shutDone'))
          await again()
          open(undefined)
        }}
      >
        {t('applications.shutHelp')}
      </Confirm>
    </Page>
  )
}
