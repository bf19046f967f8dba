/** The routes of the console, from what its folders register; every page brings its own code. */
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
import type { PageEntry } from './registry.ts'
import { PAGES } from './sections.ts'

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

const routeOf = ({ path, search, load }: PageEntry) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: search,
    component: lazyRouteComponent(async () => ({ default: await load() })),
  })

/** Another address of a page: leads there, with the part that varies as the page's own search. */
const aliasOf = (page: PageEntry, [path, searchOf]: [string, (part: string) => Record<string, string>]) =>
  createRoute({
    getParentRoute: () => root,
    path,
    beforeLoad: ({ params }) => {
      throw redirect({ to: page.path, search: searchOf(Object.values(params as Record<string, string>)[0] ?? ''), replace: true })
    },
  })

const routes = PAGES.flatMap((page) => [
  routeOf(page),
  ...Object.entries(page.aliases ?? {}).map((alias) => aliasOf(page, alias)),
])

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
  ...plainSearch,
})
