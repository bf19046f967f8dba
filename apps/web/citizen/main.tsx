import { onlineManager } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { mountFront } from '../ui/mount.tsx'
import { keepFront } from '../ui/offline/keep-front.ts'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { router } from './router.tsx'

// a phone that thinks it is offline still asks: then the screen says so instead of waiting without a word
onlineManager.setEventListener(() => undefined)

keepFront('/citizen/')
mountFront({ zh, en }, <RouterProvider router={router} />)
