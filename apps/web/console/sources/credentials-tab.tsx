/** User names and passwords of devices: made here, shown once, revoked here. */
import type { SourceView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { useSending } from '../parts/form.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import { Moment, Mono, Outcome } from '../parts/small.tsx'

export interface DeviceCredential {
  id: string
  source: string
  region: string
  createdAt: string
}

const PATH = '/api/device-credentials'

export const CredentialsTab = ({ source }: { source: SourceView }) => {
  const t = useWords()
  const client = useQueryClient()
  const credentials = useApi<{ items: DeviceCredential[] }>(PATH)
  const sending = useSending()
  const [made, setMade] = useState<{ username: string; password: string } | null>(null)
  const [revoking, setRevoking] = useState<DeviceCredential | null>(null)
  const again = () => client.invalidateQueries({ queryKey: [PATH] })
  const create = () =>
    void sending.send(async () => setMade(await post(PATH, { source: source.id, region: source.region }))).then(again)
  const columns: Column<DeviceCredential>[] = [
    { id: 'id', title: t('credentials.id'), value: ({ id }) => id, cell: ({ id }) => <Mono>{id.slice(0, 8)}</Mono> },
    {
      id: 'createdAt',
      title: t('credentials.created'),
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
      width: 10,
    },
    {
      id: 'revoke',
      title: t('credentials.action'),
      value: () => null,
      cell: (one) => (
        <Button size="small" tone="plain" onPress={() => setRevoking(one)}>
          {t('credentials.revoke')}
        </Button>
      ),
      width: 7,
      align: 'end',
      tool: true,
    },
  ]
  return (
    <div className="hc-section">
      <header>
        <p className="hc-note">{t('credentials.help')}</p>
        <Button size="small" tone="primary" icon="plus" pending={sending.busy} onPress={create}>
          {t('credentials.new')}
        </Button>
      </header>
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <Faces of={credentials} loading={<LoadingRows rows={3} height="2.5rem" />} small>
        {({ items }) => {
          const own = items.filter((one) => one.source === source.id)
          return own.length === 0 ? (
            <Empty icon="lock" title={t('credentials.none')} small>
              {t('credentials.noneHelp')}
            </Empty>
          ) : (
            <DataTable label={t('sources.tab.credentials')} columns={columns} rows={own} keyOf={({ id }) => id} short />
          )
        }}
      </Faces>
      <SecretOnce
        title={t('credentials.made')}
        secrets={
          made && [
            { name: t('credentials.username'), value: made.username },
            { name: t('credentials.password'), value: made.password },
          ]
        }
        onClose={() => setMade(null)}
      />
      <Confirm
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('credentials.revokeTitle')}
        action={t('credentials.revoke')}
        danger
        run={async () => {
          await request('DELETE', `${PATH}/${revoking?.id}`)
          toast(t('credentials.revoked'))
          await again()
        }}
      >
        {t('credentials.revokeHelp')}
      </Confirm>
    </div>
  )
}
