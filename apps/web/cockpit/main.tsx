import { mountFront } from '../ui/mount.tsx'
import { AppShell } from './app.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'

mountFront({ zh, en }, <AppShell />)
