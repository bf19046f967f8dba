/** 我的: who I am here, what I may do where, and the small switches. */

import type { Region } from '@haihe/contract'
import { Link } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useOutbox } from '../../ui/offline/browser-outbox.ts'
import { setPreferences, usePreferences } from '../../ui/preferences.ts'
import { useApi } from '../../ui/queries.ts'
import { signOut, useSession } from '../../ui/session.ts'
import './account-page.css'

const RegionName = ({ code }: { code: string }) => {
  const { data } = useApi<Region>(`/api/regions/${code}`, undefined, { staleTime: Infinity })
  return <>{data?.name ?? code}</>
}

const Door = ({
  to,
  icon,
  label,
  note,
}: {
  to: '/outbox' | '/rates' | '/alerts'
  icon: IconName
  label: string
  note?: string
}) => (
  <Link className="gov-door" to={to}>
    <Icon name={icon} />
    <span>{label}</span>
    {note && <b>{note}</b>}
    <Icon name="chevronRight" />
  </Link>
)

export const AccountPage = () => {
  const t = useWords()
  const { me, may } = useSession()
  const { language, theme } = usePreferences()
  const waiting = useOutbox(me?.account.id)
  if (!me) return null
  return (
    <div className="gov-account">
      <section className="gov-card gov-who">
        <Icon name="person" size="2.5rem" />
        <span>
          <h1>{me.account.name}</h1>
          <small>{me.account.login}</small>
          {me.units.map((unit) => (
            <span key={unit.id}>{unit.name}</span>
          ))}
        </span>
      </section>
      <section className="gov-card" aria-label={t('account.roles')}>
        <h2 className="gov-card-title">{t('account.roles')}</h2>
        <ul className="gov-roles">
          {me.actor.grants.map((grant) => (
            <li key={`${grant.role}-${grant.region}-${grant.unit}`}>
              <b>{t(`role.${grant.role}`)}</b>
              <span>
                <RegionName code={grant.region} />
              </span>
            </li>
          ))}
        </ul>
      </section>
      <nav className="gov-card gov-doors" aria-label={t('account.more')}>
        <Door
          to="/outbox"
          icon="offline"
          label={t('outbox.title')}
          {...(waiting.length > 0 ? { note: String(waiting.length) } : {})}
        />
        {may('alert.read') && <Door to="/alerts" icon="bell" label={t('alerts.title')} />}
        {may('rate.read') && <Door to="/rates" icon="chart" label={t('nav.rates')} />}
      </nav>
      <section className="gov-card gov-switches" aria-label={t('account.settings')}>
        <Button wide icon="globe" onPress={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}>
          {t('app.language')}
        </Button>
        <Button wide icon="settings" onPress={() => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' })}>
          {t(theme === 'dark' ? 'app.light' : 'app.dark')}
        </Button>
        <Button wide tone="danger" icon="signOut" onPress={() => void signOut('/')}>
          {t('app.signOut')}
        </Button>
      </section>
    </div>
  )
}
