import { RouterProvider } from '@tanstack/react-router'
import { mountFront } from '../ui/mount.tsx'
import { router } from './router.tsx'

mountFront(
  async (language) => (await (language === 'zh' ? import('./words-zh.ts') : import('./words-en.ts'))).default,
  <RouterProvider router={router} />,
)
