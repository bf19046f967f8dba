/** The routes of 津治通. Lists and cases share their filter in the address; at desks both show the split view. */
import { createRootRoute, createRoute, createRouter, type ErrorRouteComponent, lazyRouteComponent } from '@tanstack/react-router'
import { ApiError } from '../ui/api.ts'
import { Empty, Failing } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { plainSearch } from '../ui/router.ts'
import { useWide } from '../ui/use-wide.ts'
import { AccountPage } from './account/account-page.tsx'
import { CasePage } from './cases/case-page.tsx'
import { DeskPage } from './cases/desk-page.tsx'
import { type FilterAddress, filterFrom } from './cases/queue.ts'
import { QueuePage } from './cases/queue-page.tsx'
import { Frame } from './frame.tsx'
import { OutboxPage } from './outbox/outbox-page.tsx'
import { ratesSearch } from './rates/ratings.ts'
import { ReportPage } from './report/report-page.tsx'
import { reportSearch } from './report/steps.ts'

const Lost = () => {
  const t = useWords()
  return (
    <Empty icon="search" title={t('lost.title')}>
      {t('lost.help')}
    </Empty>
  )
}

/** A page whose code did not come (no network, or a new version since) is asked for again by loading anew. */
const Broken: ErrorRouteComponent = ({ error }) => {
  const t = useWords()
  const missing = error instanceof Error && /import|preload|module/i.test(error.message)
  return <Failing error={missing ? new ApiError(0, 'OFFLINE', t('error.offline')) : error} retry={() => location.reload()} />
}

const List = () => (useWide() ? <DeskPage /> : <QueuePage />)
const One = () => (useWide() ? <DeskPage /> : <CasePage />)

const root = createRootRoute({ component: Frame, notFoundComponent: Lost })
const list = createRoute({ getParentRoute: () => root, path: '/', validateSearch: filterFrom, component: List })
const one = createRoute({
  getParentRoute: () => root,
  path: '/cases/$id',
  validateSearch: (search: Record<string, unknown>): FilterAddress & { action?: string } => ({
    ...filterFrom(search),
    ...(typeof search.action === 'string' && search.action !== '' ? { action: search.action } : {}),
  }),
  component: One,
})
const report = createRoute({
  getParentRoute: () => root,
  path: '/report',
  validateSearch: reportSearch,
  component: ReportPage,
})
const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: (search: Record<string, unknown>): FilterAddress & { at?: string } => ({
    ...filterFrom(search),
    ...(typeof search.at === 'string' ? { at: search.at } : {}),
  }),
  component: lazyRouteComponent(() => import('./map/map-page.tsx'), 'MapPage'),
})
const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
})
const rates = createRoute({
  getParentRoute: () => root,
  path: '/rates',
  validateSearch: ratesSearch,
  component: lazyRouteComponent(() => import('./rates/rates-page.tsx'), 'RatesPage'),
})
const outbox = createRoute({
  getParentRoute: () => root,
  path: '/outbox',
  component: OutboxPage,
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: AccountPage,
})

export const router = createRouter({
  routeTree: root.addChildren([list, one, report, map, alerts, rates, outbox, account]),
  basepath: '/governance',
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
  ...plainSearch,
})
