import { mountFront } from '../ui/mount.tsx'
import { Home } from './home.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'

mountFront({ zh, en }, <Home />)
