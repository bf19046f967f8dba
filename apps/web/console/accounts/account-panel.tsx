import { useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { useSending } from '../parts/form.tsx'
import { useRegionName, useUnitName } from '../parts/names.ts'
import { SecretOnce } from '../parts/secret-once.tsx'
import { Facts, Moment, Mono, Outcome, StateMark } from '../parts/small.tsx'
import type { Account } from './accounts.ts'
import { GrantsField } from './grants-field.tsx'

const GrantLine = ({ grant }: { grant: Account['grants'][number] }) => {
  const t = useWords()
  const region = useRegionName(grant.region)
  const unit = useUnitName(grant.unit)
  return (
    <li>
      <b>{t(`role.${grant.role}`)}</b>
      <span>{region}</span>
      <span>{grant.unit ? unit : t('accounts.noUnit')}</span>
    </li>
  )
}

type Asking = 'disable' | 'enable' | 'reset' | null

export const AccountPanel = ({
  account,
  onClose,
  onDone,
  ...neighbours
}: Neighbours & { account: Account; onClose: () => void; onDone: () => unknown }) => {
  const t = useWords()
  const { me } = useSession()
  const sending = useSending()
  const [grants, setGrants] = useState<Account['grants'] | null>(null)
  const [asking, setAsking] = useState<Asking>(null)
  const [password, setPassword] = useState<string | null>(null)
  const own = me?.account.id === account.id
  const path = `/api/accounts/${account.id}`
  const save = async () => {
    const fine = await sending.send(() => request('PUT', `${path}/grants`, { body: { grants } }))
    if (!fine) return
    toast(t('accounts.grantsSaved'))
    setGrants(null)
    onDone()
  }
  const run = async (reason: string) => {
    if (asking === 'reset') setPassword((await post<{ password: string }>(`${path}/reset`)).password)
    else await post(`${path}/${asking}`, asking === 'disable' ? { reason } : {})
    onDone()
  }
  return (
    <Panel
      title={account.name}
      above={
        <>
          <Mono>{account.login}</Mono>
          <StateMark tone={account.disabledAt ? 'off' : 'good'}>
            {t(account.disabledAt ? 'accounts.disabled' : 'accounts.enabled')}
          </StateMark>
          {account.demo && <span className="hh-badge">{t('accounts.demo')}</span>}
        </>
      }
      onClose={onClose}
      {...neighbours}
    >
      <section className="hc-section">
        <Facts
          of={[
            [t('accounts.secondFactor'), t(account.secondFactor ? 'accounts.enrolled' : 'accounts.notEnrolled')],
            [t('accounts.phone'), account.phone],
            [t('accounts.created'), <Moment key="created" at={account.createdAt} />],
            account.disabledAt !== null && [t('accounts.disabledAt'), <Moment key="disabled" at={account.disabledAt} />],
            [t('accounts.id'), <Mono key="id">{account.id}</Mono>],
          ]}
        />
        <p>
          <AppLink href={`/console/audit?subject=account:${account.id}`}>{t('accounts.whatHappened')}</AppLink>
          {' · '}
          <AppLink href={`/console/audit?actor=${account.id}`}>{t('accounts.whatDone')}</AppLink>
        </p>
      </section>
      <section className="hc-section">
        <header>
          <h3>{t('accounts.roles')}</h3>
          {grants === null && !own && (
            <Button size="small" icon="settings" onPress={() => setGrants(account.grants)}>
              {t('accounts.changeRoles')}
            </Button>
          )}
        </header>
        {grants ? (
          <div className="hc-form">
            <GrantsField grants={grants} onChange={setGrants} />
            <p className="hc-note">{t('accounts.signsOut')}</p>
            {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
            <div className="hc-filters">
              <Button onPress={() => setGrants(null)}>{t('action.cancel')}</Button>
              <Button tone="primary" pending={sending.busy} onPress={() => void save()}>
                {t('accounts.saveRoles')}
              </Button>
            </div>
          </div>
        ) : account.grants.length === 0 ? (
          <p className="hc-note">{t('accounts.noRoles')}</p>
        ) : (
          <ul className="hc-grant-list">
            {account.grants.map((grant) => (
              <GrantLine key={`${grant.role} ${grant.region} ${grant.unit}`} grant={grant} />
            ))}
          </ul>
        )}
      </section>
      {!own && (
        <section className="hc-section">
          <h3>{t('accounts.actions')}</h3>
          <div className="hc-filters">
            <Button size="small" onPress={() => setAsking('reset')}>
              {t('accounts.reset')}
            </Button>
            {account.disabledAt ? (
              <Button size="small" onPress={() => setAsking('enable')}>
                {t('accounts.enable')}
              </Button>
            ) : (
              <Button size="small" tone="danger" onPress={() => setAsking('disable')}>
                {t('accounts.disable')}
              </Button>
            )}
          </div>
        </section>
      )}
      <Confirm
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t(`accounts.${asking ?? 'reset'}Title`, { name: account.name })}
        action={t(`accounts.${asking ?? 'reset'}`)}
        danger={asking === 'disable'}
        {...(asking === 'disable' ? { reason: { label: t('accounts.reason'), least: 0 } } : {})}
        run={run}
      >
        {t(`accounts.${asking ?? 'reset'}Help`)}
      </Confirm>
      <SecretOnce
        title={t('accounts.newPassword')}
        secrets={password === null ? null : [{ name: account.login, value: password }]}
        onClose={() => setPassword(null)}
      />
    </Panel>
  )
}
