/** 首页: few big doors. */

import type { CitizenReport } from '@haihe/contract'
import { Link } from '@tanstack/react-router'
import { Button, LinkButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { readWords } from '../../ui/offline/draft.ts'
import { setPreferences } from '../../ui/preferences.ts'
import { type Page, useApi } from '../../ui/queries.ts'
import { signInAddress, signOut } from '../../ui/session.ts'
import { HOTLINE } from '../frame.tsx'
import { draftName } from '../report/draft.ts'
import { EMPTY_REPORT, firstOpen, isStarted } from '../report/questions.ts'
import { useVisitor } from '../visitor.ts'
import { AirCard } from './air-card.tsx'
import './home-page.css'

const Door = ({
  to,
  icon,
  title,
  note,
  primary,
  badge,
}: {
  to: string
  icon: IconName
  title: string
  note: string
  primary?: boolean
  badge?: string
}) => (
  <Link className="cit-door" data-primary={primary || undefined} to={to}>
    <Icon name={icon} size="2.25rem" />
    <span>
      <b>{title}</b>
      <small>{note}</small>
    </span>
    {badge && <em>{badge}</em>}
    <Icon name="chevronRight" />
  </Link>
)

/** A report that was begun and not sent. */
const Unfinished = ({ account }: { account: string }) => {
  const t = useWords()
  const words = readWords(draftName(account), EMPTY_REPORT)
  if (!isStarted(words, 0)) return null
  return (
    <Link className="cit-note" to="/report/$question" params={{ question: firstOpen(words, 0) }}>
      <Icon name="document" />
      {t('home.unfinished')}
    </Link>
  )
}

const ReportsDoor = () => {
  const t = useWords()
  const { data } = useApi<Page<CitizenReport>>('/api/citizen/reports')
  const asked = data?.items.filter(({ canAppraise }) => canAppraise).length ?? 0
  const open = data?.items.filter(({ open }) => open).length ?? 0
  const note =
    asked > 0 ? t('home.reportsAsk', { count: asked }) : open > 0 ? t('home.reportsOpen', { count: open }) : t('home.reportsNote')
  return <Door to="/reports" icon="list" title={t('nav.reports')} note={note} {...(asked > 0 ? { badge: String(asked) } : {})} />
}

export const HomePage = () => {
  const t = useWords()
  const { me } = useVisitor()
  return (
    <div className="cit-page">
      <h1>{me ? t('home.hello', { name: me.account.name }) : t('home.title')}</h1>
      {me && <Unfinished account={me.account.id} />}
      <nav className="cit-doors" aria-label={t('home.doors')}>
        <Door primary to="/report" icon="camera" title={t('nav.report')} note={t('home.reportNote')} />
        {me ? <ReportsDoor /> : <Door to="/reports" icon="list" title={t('nav.reports')} note={t('home.reportsNote')} />}
        <Door to="/parking" icon="car" title={t('nav.parking')} note={t('home.parkingNote')} />
        <Door to="/my-data" icon="shield" title={t('myData.title')} note={t('home.myDataNote')} />
      </nav>
      <AirCard />
      <a className="cit-door" href={`tel:${HOTLINE}`}>
        <Icon name="call" size="2.25rem" />
        <span>
          <b>{t('help.call')}</b>
          <small>{t('help.note')}</small>
        </span>
        <Icon name="chevronRight" />
      </a>
      <footer className="cit-foot">
        {me ? (
          <Button icon="signOut" tone="plain" onPress={() => void signOut('/citizen/')}>
            {t('app.signOut')}
          </Button>
        ) : (
          me === null && (
            <LinkButton icon="person" tone="plain" href={signInAddress()}>
              {t('signIn.go')}
            </LinkButton>
          )
        )}
        <Button
          icon="globe"
          tone="plain"
          onPress={() => setPreferences({ language: document.documentElement.lang === 'en' ? 'zh' : 'en' })}
        >
          {t('app.language')}
        </Button>
      </footer>
    </div>
  )
}
