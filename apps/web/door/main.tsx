import { mountFront } from '../ui/mount.tsx'
import { Door } from './door.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'

mountFront({ zh, en }, <Door />)
