import { RouterProvider } from '@tanstack/react-router'
import { mountFront } from '../ui/mount.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { router } from './router.tsx'

mountFront({ zh, en }, <RouterProvider router={router} />)
