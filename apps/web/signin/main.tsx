import { mountFront } from '../ui/mount.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { SignIn } from './sign-in.tsx'

mountFront({ zh, en }, <SignIn uid={new URLSearchParams(location.search).get('uid')} />)
