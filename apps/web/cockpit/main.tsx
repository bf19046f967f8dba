import { createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { mountFront } from '../ui/mount.tsx'
import { plainSearch } from '../ui/router.ts'
import './cockpit.css'
import { Cockpit } from './cockpit.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { parseView } from './view.ts'

// the path is the route's own and not a basepath, which would put a slash before the question mark
const root = createRootRoute({ notFoundComponent: Cockpit })
const cockpit = createRoute({ getParentRoute: () => root, path: '/cockpit', component: Cockpit, validateSearch: parseView })
const router = createRouter({ routeTree: root.addChildren([cockpit]), ...plainSearch })

mountFront({ zh, en }, <RouterProvider router={router} />)
