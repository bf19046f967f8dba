/** The frame of 津治通: tabs under the thumb on phones, a side list at desks; who may not enter is told where to go. */

import type { CaseQueue, CaseQueues } from '@haihe/contract'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { LinkButton } from '../ui/button.tsx'
import { useReportType } from '../ui/category/use-categories.ts'
import { Empty, Failing, LoadingRows } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import type { LiveState } from '../ui/live.ts'
import { useOutbox } from '../ui/offline/browser-outbox.ts'
import { useSession } from '../ui/session.ts'
import { AccountMenu, DeskShell, type NavItem, PhoneShell } from '../ui/shell.tsx'
import { useWide } from '../ui/use-wide.ts'
import { useCaseAddress } from './addresses.ts'
import { useLiveCases, useQueues } from './cases/queries.ts'
import { firstQueue } from './cases/queue.ts'
import { shownQueues } from './cases/queue-tabs.tsx'
import './frame.css'

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

const BASE = '/governance'

const navOf = (
  t: ReturnType<typeof useWords>,
  path: string,
  desk: boolean,
  counts: Partial<CaseQueues>,
  queue: CaseQueue,
  first: CaseQueue,
  may: { report: boolean; rates: boolean },
): NavItem[] => {
  const at = (href: string) => path === href
  const inCases = at('/') || path.startsWith('/cases')
  const report: NavItem[] = may.report
    ? [{ id: 'report', label: t('nav.report'), icon: 'camera', href: `${BASE}/report`, current: at('/report') }]
    : []
  const map: NavItem = { id: 'map', label: t('nav.map'), icon: 'map', href: `${BASE}/map`, current: at('/map') }
  const rates: NavItem[] = may.rates
    ? [{ id: 'rates', label: t('nav.rates'), icon: 'chart', href: `${BASE}/rates`, current: at('/rates') }]
    : []
  if (!desk)
    return [
      { id: 'queue', label: t('nav.queue'), icon: 'list', href: `${BASE}/`, current: inCases, count: counts[first] ?? null },
      ...report,
      map,
      {
        id: 'account',
        label: t('nav.account'),
        icon: 'person',
        href: `${BASE}/account`,
        current: at('/account') || at('/rates') || at('/outbox'),
      },
    ]
  const queues = shownQueues(counts, queue).map(
    (id): NavItem => ({
      id,
      label: t(`queue.name.${id}`),
      icon:
        id === 'overdue'
          ? 'clock'
          : id === 'supervised'
            ? 'flag'
            : id === 'verify'
              ? 'check'
              : id === 'dispatch'
                ? 'send'
                : id === 'all'
                  ? 'layers'
                  : 'list',
      href: `${BASE}/?queue=${id}`,
      current: inCases && queue === id,
      count: id === 'all' ? null : (counts[id] ?? null),
    }),
  )
  return [
    ...queues,
    ...report,
    map,
    ...rates,
    { id: 'outbox', label: t('outbox.title'), icon: 'offline', href: `${BASE}/outbox`, current: at('/outbox') },
  ]
}

const TITLES: Record<string, string> = {
  '/report': 'nav.report',
  '/map': 'nav.map',
  '/rates': 'nav.rates',
  '/outbox': 'outbox.title',
  '/account': 'nav.account',
}
/** pages that lie below another on a phone; back leads there */
const BELOW = ['/rates', '/outbox']

const Inside = () => {
  const t = useWords()
  const desk = useWide()
  const router = useRouter()
  const { me, may } = useSession()
  const live = useLiveCases()
  const queues = useQueues()
  const waiting = useOutbox(me?.account.id)
  // read ahead, so that a report can begin where there is no network
  useReportType(may('case.report'))
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { queue } = useCaseAddress().filter
  const onNavigate = (href: string) => router.history.push(href)
  const inCase = path.startsWith('/cases/')
  const first = firstQueue(me?.actor.grants.map(({ role }) => role) ?? [])
  const nav = navOf(t, path, desk, queues.data ?? {}, queue, first, { report: may('case.report'), rates: may('rate.read') })
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
