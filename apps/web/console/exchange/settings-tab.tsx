/** What a connector is told. Secrets are named, never shown; addresses inside private networks need an administrator. */
import type { ConnectorView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { useSending } from '../parts/form.tsx'
import { type Fact, Facts, Mono, Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { readAnew } from './exchange.ts'
import type { ConnectorsSearch } from './section.ts'
import { ASKED, draftOf, shownOf } from './settings.ts'
import { wordKey } from './settings-words.ts'

const useFacts = (connector: ConnectorView): Fact[] => {
  const t = useWords()
  const draft = draftOf(connector.kind, connector)
  return shownOf(connector.kind, draft).map(({ path, as }): Fact => {
    const value = draft[path] ?? ''
    const label = t(`exchange.field.${wordKey(path)}`)
    if (as === 'secret' || path === 'own.secretHeader' || (value === '' && as !== 'check')) return null
    if (as === 'check') return [label, t(value === 'true' ? 'exchange.yes' : 'exchange.no')]
    if (as === 'choice') return [label, t(`exchange.option.${wordKey(path)}.${value === '\t' ? 'tab' : value}`)]
    return [label, <Mono key={path}>{value}</Mono>]
  })
}

const Networks = ({ connector }: { connector: ConnectorView }) => {
  const t = useWords()
  const client = useQueryClient()
  const { me } = useSession()
  const sending = useSending()
  const admin = me?.actor.grants.some(({ role }) => role === 'admin') ?? false
  const allowed = connector.privateAllowed
  const change = async () => {
    await sending.send(() => request('PUT', `/api/connectors/${connector.id}/private-networks`, { body: { allowed: !allowed } }))
    await readAnew(client)
  }
  return (
    <section className="hc-section">
      <h3>{t('exchange.networks')}</h3>
      <p className="hc-note">
        {t(allowed ? 'exchange.networksAllowed' : admin ? 'exchange.networksNot' : 'exchange.networksAsk')}
      </p>
      {admin && (
        <div className="hc-filters">
          <Button size="small" pending={sending.busy} onPress={() => void change()}>
            {t(allowed ? 'exchange.networksForbid' : 'exchange.networksAllow')}
          </Button>
        </div>
      )}
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
    </section>
  )
}

export const SettingsTab = ({ connector, manage }: { connector: ConnectorView; manage: boolean }) => {
  const t = useWords()
  const client = useQueryClient()
  const { go } = useSearchState<ConnectorsSearch>()
  const [removing, setRemoving] = useState(false)
  const facts = useFacts(connector)
  const outside = ASKED[connector.kind].some(({ path }) => /\.(host|url|broker)$/.test(path))
  const remove = async () => {
    await request('DELETE', `/api/connectors/${connector.id}`)
    toast(t('exchange.wasRemoved'))
    go({ open: undefined, tab: undefined })
    await readAnew(client)
  }
  return (
    <div className="hc-section">
      <Facts
        of={[
          ...facts,
          ...connector.secrets.map(
            (name): Fact => [
              name === 'password' ? t('exchange.field.password') : name.replace('header.', ''),
              t('exchange.secretSet'),
            ],
          ),
          [t('exchange.changedAt'), formatMoment(connector.changedAt)],
        ]}
      />
      {outside && <Networks connector={connector} />}
      {manage && (
        <section className="hc-section">
          <h3>{t('exchange.remove')}</h3>
          <p className="hc-note">{t('exchange.removeHelp')}</p>
          <div className="hc-filters">
            <Button size="small" tone="danger" onPress={() => setRemoving(true)}>
              {t('exchange.remove')}
            </Button>
          </div>
          <Confirm
            open={removing}
            onClose={() => setRemoving(false)}
            title={t('exchange.removeTitle', { title: connector.title })}
            action={t('exchange.remove')}
            danger
            run={remove}
          >
            <p>{t('exchange.removeHelp')}</p>
          </Confirm>
        </section>
      )}
    </div>
  )
}
