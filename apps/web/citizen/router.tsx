/** The routes of 津心办. */
import { createRootRoute, createRoute, createRouter, type ErrorRouteComponent, lazyRouteComponent } from '@tanstack/react-router'
import { ApiError } from '../ui/api.ts'
import { Empty, Failing } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { plainSearch } from '../ui/router.ts'
import { Frame } from './frame.tsx'
import { HomePage } from './home/home-page.tsx'
import { myDataSearch } from './my-data/search.ts'
import { parkingSearch } from './parking/parking.ts'
import { DonePage } from './report/done-page.tsx'
import { ReportPage } from './report/report-page.tsx'
import { StartPage } from './report/start-page.tsx'

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

const word = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const root = createRootRoute({ component: Frame, notFoundComponent: Lost })
const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage })
const start = createRoute({ getParentRoute: () => root, path: '/report', component: StartPage })
const done = createRoute({
  getParentRoute: () => root,
  path: '/report/done',
  validateSearch: (search: Record<string, unknown>) => ({ id: word(search.id), no: word(search.no) }),
  component: DonePage,
})
const question = createRoute({
  getParentRoute: () => root,
  path: '/report/$question',
  validateSearch: (search: Record<string, unknown>) => ({ change: word(search.change) }),
  component: ReportPage,
})
const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  component: lazyRouteComponent(() => import('./reports/reports-page.tsx'), 'ReportsPage'),
})
const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$id',
  component: lazyRouteComponent(() => import('./reports/report-detail.tsx'), 'ReportDetailPage'),
})
const parking = createRoute({
  getParentRoute: () => root,
  path: '/parking',
  validateSearch: parkingSearch,
  component: lazyRouteComponent(() => import('./parking/parking-page.tsx'), 'ParkingPage'),
})

const myData = createRoute({
  getParentRoute: () => root,
  path: '/my-data',
  validateSearch: myDataSearch,
  component: lazyRouteComponent(() => import('./my-data/my-data-page.tsx'), 'MyDataPage'),
})
const myRecord = createRoute({
  getParentRoute: () => root,
  path: '/my-data/$resource',
  component: lazyRouteComponent(() => import('./my-data/record-page.tsx'), 'RecordPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, start, done, question, reports, report, parking, myData, myRecord]),
  basepath: '/citizen',
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
  ...plainSearch,
})
