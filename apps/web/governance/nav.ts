/** What lies under the thumb on a phone, and at the side of a desk. Pure. */
import type { CaseQueue, CaseQueues } from '@haihe/contract'
import type { IconName } from '../ui/icon.tsx'
import type { NavItem } from '../ui/shell.tsx'
import { shownQueues } from './cases/queue.ts'

export const BASE = '/governance'

export interface NavState {
  /** path below the base */
  path: string
  counts: Partial<CaseQueues>
  queue: CaseQueue
  /** the queue this person begins with */
  first: CaseQueue
  alerts: number
  may: { report: boolean; rates: boolean; alerts: boolean }
}

/** pages that lie below another on a phone; back leads there */
export const BELOW = ['/rates', '/outbox', '/alerts']

export const TITLES: Record<string, string> = {
  '/report': 'nav.report',
  '/map': 'nav.map',
  '/alerts': 'alerts.title',
  '/rates': 'nav.rates',
  '/outbox': 'outbox.title',
  '/account': 'nav.account',
}

const QUEUE_ICONS: Partial<Record<CaseQueue, IconName>> = {
  overdue: 'clock',
  supervised: 'flag',
  verify: 'check',
  dispatch: 'send',
  all: 'layers',
}

type Say = (key: string) => string

const page = (say: Say, path: string, here: string, icon: IconName, count: number | null = null): NavItem => ({
  id: path.slice(1),
  label: say(TITLES[path] ?? 'title'),
  icon,
  href: `${BASE}${path}`,
  current: here === path,
  count,
})

const inCases = (path: string) => path === '/' || path.startsWith('/cases/')

export const phoneNav = (say: Say, { path, counts, first, may }: NavState): NavItem[] => [
  { id: 'queue', label: say('nav.queue'), icon: 'list', href: `${BASE}/`, current: inCases(path), count: counts[first] ?? null },
  ...(may.report ? [page(say, '/report', path, 'camera')] : []),
  page(say, '/map', path, 'map'),
  { ...page(say, '/account', path, 'person'), current: path === '/account' || BELOW.includes(path) },
]

export const deskNav = (say: Say, { path, counts, queue, alerts, may }: NavState): NavItem[] => [
  ...shownQueues(counts, queue).map(
    (id): NavItem => ({
      id,
      label: say(`queue.name.${id}`),
      icon: QUEUE_ICONS[id] ?? 'list',
      href: `${BASE}/?queue=${id}`,
      current: inCases(path) && queue === id,
      count: id === 'all' ? null : (counts[id] ?? null),
    }),
  ),
  ...(may.report ? [page(say, '/report', path, 'camera')] : []),
  page(say, '/map', path, 'map'),
  ...(may.alerts ? [page(say, '/alerts', path, 'bell', alerts)] : []),
  ...(may.rates ? [page(say, '/rates', path, 'chart')] : []),
  page(say, '/outbox', path, 'offline'),
]
