/** The routes of the console; every page brings its own code. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { plainSearch } from '../ui/router.ts'
import { Frame } from './frame.tsx'
import { OverviewPage } from './overview/overview-page.tsx'
import * as searches from './searches.ts'

const Lost = () => {
  const t = useWords()
  return (
    <Empty icon="search" title={t('lost.title')}>
      {t('lost.help')}
    </Empty>
  )
}

/** A page that broke, or whose code could not be loaded after an update: the rest of the console goes on. */
const Broken = ({ error }: ErrorComponentProps) => {
  const t = useWords()
  return (
    <Empty
      icon="info"
      title={t('error.crash')}
      action={
        <Button tone="primary" icon="refresh" onPress={() => location.reload()}>
          {t('error.reload')}
        </Button>
      }
    >
      {t('error.crashHelp')}
      <br />
      <span className="hh-trace">{error instanceof Error ? error.message : String(error)}</span>
    </Empty>
  )
}

const root = createRootRoute({ component: Frame, notFoundComponent: Lost })
const page = <S,>(
  path: string,
  validateSearch: (search: Record<string, unknown>) => S,
  load: ReturnType<typeof lazyRouteComponent>,
) => createRoute({ getParentRoute: () => root, path, validateSearch, component: load })

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage }),
  page(
    '/catalogue',
    searches.catalogueSearch,
    lazyRouteComponent(() => import('./catalogue/catalogue-page.tsx'), 'CataloguePage'),
  ),
  // what DCAT and CKAN exports name as the page of an entry
  createRoute({
    getParentRoute: () => root,
    path: '/catalogue/$entry',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/catalogue', search: { open: params.entry }, replace: true })
    },
  }),
  page(
    '/classification',
    searches.classificationSearch,
    lazyRouteComponent(() => import('./classification/classification-page.tsx'), 'ClassificationPage'),
  ),
  page(
    '/quality',
    searches.qualitySearch,
    lazyRouteComponent(() => import('./quality/quality-page.tsx'), 'QualityPage'),
  ),
  page(
    '/lineage',
    searches.lineageSearch,
    lazyRouteComponent(() => import('./lineage/lineage-page.tsx'), 'LineagePage'),
  ),
  page(
    '/ledger',
    searches.ledgerSearch,
    lazyRouteComponent(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
  ),
  page(
    '/ledger/units',
    searches.ledgerUnitsSearch,
    lazyRouteComponent(() => import('./ledger/units-page.tsx'), 'LedgerUnitsPage'),
  ),
  page(
    '/return-flow',
    searches.returnFlowSearch,
    lazyRouteComponent(() => import('./return-flow/return-flow-page.tsx'), 'ReturnFlowPage'),
  ),
  page(
    '/return-flow/figures',
    searches.returnFiguresSearch,
    lazyRouteComponent(() => import('./return-flow/figures-page.tsx'), 'ReturnFiguresPage'),
  ),
  page(
    '/grants',
    searches.grantsSearch,
    lazyRouteComponent(() => import('./grants/grants-page.tsx'), 'GrantsPage'),
  ),
  page(
    '/data',
    searches.dataSearch,
    lazyRouteComponent(() => import('./data/data-page.tsx'), 'DataPage'),
  ),
  page(
    '/exports',
    searches.exportsSearch,
    lazyRouteComponent(() => import('./data/exports-page.tsx'), 'ExportsPage'),
  ),
  page(
    '/read-log',
    searches.readLogSearch,
    lazyRouteComponent(() => import('./read-log/read-log-page.tsx'), 'ReadLogPage'),
  ),
  page(
    '/connectors',
    searches.connectorsSearch,
    lazyRouteComponent(() => import('./exchange/connectors-page.tsx'), 'ConnectorsPage'),
  ),
  page(
    '/runs',
    searches.runsSearch,
    lazyRouteComponent(() => import('./exchange/runs-page.tsx'), 'RunsPage'),
  ),
  page(
    '/sources',
    searches.sourcesSearch,
    lazyRouteComponent(() => import('./sources/sources-page.tsx'), 'SourcesPage'),
  ),
  page(
    '/dead-letters',
    searches.lettersSearch,
    lazyRouteComponent(() => import('./dead-letters/letters-page.tsx'), 'LettersPage'),
  ),
  page(
    '/entities',
    searches.entitiesSearch,
    lazyRouteComponent(() => import('./entities/entities-page.tsx'), 'EntitiesPage'),
  ),
  page(
    '/subscriptions',
    searches.subscriptionsSearch,
    lazyRouteComponent(() => import('./deliveries/subscriptions-page.tsx'), 'SubscriptionsPage'),
  ),
  page(
    '/deliveries',
    searches.deliveriesSearch,
    lazyRouteComponent(() => import('./deliveries/deliveries-page.tsx'), 'DeliveriesPage'),
  ),
  page(
    '/jobs',
    searches.jobsSearch,
    lazyRouteComponent(() => import('./jobs/jobs-page.tsx'), 'JobsPage'),
  ),
  page(
    '/consumers',
    searches.jobsSearch,
    lazyRouteComponent(() => import('./jobs/consumers-page.tsx'), 'ConsumersPage'),
  ),
  page(
    '/audit',
    searches.auditSearch,
    lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
  ),
  page(
    '/rules',
    searches.rulesSearch,
    lazyRouteComponent(() => import('./rules/rules-page.tsx'), 'RulesPage'),
  ),
  page(
    '/indicators',
    searches.indicatorsSearch,
    lazyRouteComponent(() => import('./rules/indicators-page.tsx'), 'IndicatorsPage'),
  ),
  page(
    '/case-types',
    searches.caseTypesSearch,
    lazyRouteComponent(() => import('./rules/case-types-page.tsx'), 'CaseTypesPage'),
  ),
  page(
    '/routing',
    searches.routingSearch,
    lazyRouteComponent(() => import('./rules/routing-page.tsx'), 'RoutingPage'),
  ),
  page(
    '/accounts',
    searches.accountsSearch,
    lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
  ),
  page(
    '/tokens',
    searches.tokensSearch,
    lazyRouteComponent(() => import('./accounts/tokens-page.tsx'), 'TokensPage'),
  ),
  page(
    '/applications',
    searches.tokensSearch,
    lazyRouteComponent(() => import('./accounts/applications-page.tsx'), 'ApplicationsPage'),
  ),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
  ...plainSearch,
})
