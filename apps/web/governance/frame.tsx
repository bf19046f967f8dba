/** The frame of 津治通: tabs under the thumb on phones, a side list at desks; who may not enter is told where to go. */

import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { LinkButton } from '../ui/button.tsx'
import { useReportType } from '../ui/category/use-categories.ts'
import { Empty, Failing, LoadingRows } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import type { LiveState } from '../ui/live.ts'
import { useOutbox } from '../ui/offline/browser-outbox.ts'
import { useSession } from '../ui/session.ts'
import { AccountMenu, DeskShell, PhoneShell } from '../ui/shell.tsx'
import { useWide } from '../ui/use-wide.ts'
import { useCaseAddress } from './addresses.ts'
import { useOpenAlerts } from './alerts/queries.ts'
import { useLiveCases, useQueues } from './cases/queries.ts'
import { firstQueue } from './cases/queue.ts'
import './frame.css'
import { BASE, BELOW, deskNav, phoneNav, TITLES } from './nav.ts'

const LiveMark = ({ state }: { state: LiveState }) => {
  const t = useWords()
  return (
    <span className="gov-live" data-state={state} role="status">
      <i aria-hidden />
      <span>{t(`liveShort.${state}`)}</span>
    </span>
  )
}

/** What waits on this phone; seen from everywhere, because a person must know that it has not left yet. */
const WaitingMark = ({ count, refused, onOpen }: { count: number; refused: number; onOpen: () => void }) => {
  const t = useWords()
  if (count === 0) return null
  return (
    <a
      className="gov-waiting"
      data-refused={refused > 0 || undefined}
      href="/governance/outbox"
      onClick={(event) => {
        event.preventDefault()
        onOpen()
      }}
    >
      <Icon name="offline" size="1.1em" />
      {t('outbox.badge', { count })}
    </a>
  )
}

const Inside = () => {
  const t = useWords()
  const desk = useWide()
  const router = useRouter()
  const { me, may } = useSession()
  const live = useLiveCases()
  const queues = useQueues()
  const alerts = useOpenAlerts()
  const waiting = useOutbox(me?.account.id)
  // read ahead, so that a report can begin where there is no network
  useReportType(may('case.report'))
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { queue } = useCaseAddress().filter
  const onNavigate = (href: string) => router.history.push(href)
  const inCase = path.startsWith('/cases/')
  const first = firstQueue(me?.actor.grants.map(({ role }) => role) ?? [])
  const allowed = { report: may('case.report'), rates: may('rate.read'), alerts: may('alert.read') }
  const state = { path, counts: queues.data ?? {}, queue, first, alerts: alerts.data?.total ?? 0, may: allowed }
  const nav = desk ? deskNav(t, state) : phoneNav(t, state)
  const back = () => (history.length > 1 ? router.history.back() : onNavigate(inCase ? `${BASE}/` : `${BASE}/account`))
  const title = inCase ? t('case.title') : t(TITLES[path] ?? 'title')
  const tools = (
    <>
      <WaitingMark
        count={waiting.length}
        refused={waiting.filter(({ state }) => state === 'refused').length}
        onOpen={() => onNavigate(`${BASE}/outbox`)}
      />
      <LiveMark state={live} />
      <AccountMenu />
    </>
  )
  const units = me?.units.map(({ name }) => name).join('、') ?? ''
  if (desk)
    return (
      <DeskShell title={t('title')} subtitle={units} nav={nav} onNavigate={onNavigate} tools={tools}>
        <Outlet />
      </DeskShell>
    )
  const below = inCase || BELOW.includes(path)
  return (
    <PhoneShell
      title={title}
      {...(path === '/' && units ? { subtitle: units } : {})}
      nav={inCase || path === '/report' ? [] : nav}
      onNavigate={onNavigate}
      tools={tools}
      {...(below || path === '/report' ? { onBack: back } : {})}
    >
      <Outlet />
    </PhoneShell>
  )
}

export const Frame = () => {
  const t = useWords()
  const { me, error, may } = useSession()
  const shell = { title: t('title'), nav: [] }
  if (me && may('case.read')) return <Inside />
  return (
    <PhoneShell {...shell} tools={me ? <AccountMenu /> : undefined}>
      {me ? (
        <Empty
          icon="lock"
          title={t('staffOnly.title')}
          action={
            <LinkButton tone="primary" href="/citizen/">
              {t('staffOnly.citizen')}
            </LinkButton>
          }
        >
          {t('staffOnly.help', { name: me.account.name })}
        </Empty>
      ) : error ? (
        <Failing error={error} retry={() => location.reload()} />
      ) : (
        <LoadingRows rows={6} height="6rem" />
      )}
    </PhoneShell>
  )
}
