import { createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { mountFront } from '../ui/mount.tsx'
import { plainSearch } from '../ui/router.ts'
import './cockpit.css'
import { Cockpit } from './cockpit.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { parseView } from './view.ts'

const routeTree = createRootRoute({ component: Cockpit, notFoundComponent: Cockpit, validateSearch: parseView })
const router = createRouter({ routeTree, basepath: '/cockpit', ...plainSearch })

mountFront({ zh, en }, <RouterProvider router={router} />)
