/** The frame of 津心办: elder mode and a human being one press away, four tabs, nothing else. */
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { Button, IconButton } from '../ui/button.tsx'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { useOutbox } from '../ui/offline/browser-outbox.ts'
import { ELDER_SIZES, setPreferences, usePreferences } from '../ui/preferences.ts'
import { type NavItem, PhoneShell } from '../ui/shell.tsx'
import './frame.css'
import { useVisitor } from './visitor.ts'

const BASE = '/citizen'
export const HOTLINE = '12345'

const Tools = () => {
  const t = useWords()
  const { elder } = usePreferences()
  return (
    <>
      <Button tone="plain" icon="type" onPress={() => setPreferences({ elder: !elder })}>
        {t(elder ? 'elder.off' : 'elder.on')}
      </Button>
      <a className="hh-button cit-call" data-tone="quiet" href={`tel:${HOTLINE}`} aria-label={t('help.call')}>
        <Icon name="call" />
        <span>{HOTLINE}</span>
      </a>
    </>
  )
}

/** Smaller and larger text, only in the elder mode, where it is wanted. */
const SizeBar = () => {
  const t = useWords()
  const { elder, elderSize } = usePreferences()
  if (!elder) return null
  const at = ELDER_SIZES.findIndex((size) => size >= elderSize)
  const step = (by: number) => setPreferences({ elderSize: ELDER_SIZES[at + by] ?? elderSize })
  return (
    <fieldset className="cit-size">
      <legend className="hh-spoken">{t('elder.size')}</legend>
      <span aria-hidden>{t('elder.size')}</span>
      <IconButton icon="minus" tone="quiet" label={t('elder.smaller')} isDisabled={at <= 0} onPress={() => step(-1)} />
      <output>{elderSize}</output>
      <IconButton
        icon="plus"
        tone="quiet"
        label={t('elder.bigger')}
        isDisabled={at >= ELDER_SIZES.length - 1}
        onPress={() => step(1)}
      />
    </fieldset>
  )
}

const TABS = [
  { id: 'home', icon: 'home', path: '/' },
  { id: 'report', icon: 'camera', path: '/report' },
  { id: 'reports', icon: 'list', path: '/reports' },
  { id: 'parking', icon: 'car', path: '/parking' },
] as const

const tabOf = (path: string) =>
  TABS.findLast((tab) => (tab.path === '/' ? path === '/' : path === tab.path || path.startsWith(`${tab.path}/`)))

const Waiting = ({ account }: { account: string | undefined }) => {
  const t = useWords()
  const waiting = useOutbox(account)
  if (waiting.length === 0) return null
  return (
    <p className="cit-note" role="status">
      <Icon name="offline" />
      {t('waiting', { count: waiting.length })}
    </p>
  )
}

export const Frame = () => {
  const t = useWords()
  const router = useRouter()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { me } = useVisitor()
  const current = tabOf(path)
  const nav: NavItem[] = TABS.map(({ id, icon, path: to }) => ({
    id,
    icon,
    label: t(`nav.${id}`),
    href: `${BASE}${to}`,
    current: current?.id === id,
  }))
  const deep = path !== '/' && !TABS.some((tab) => tab.path === path)
  const asking = path.startsWith('/report/')
  const back = () => (history.length > 1 ? router.history.back() : router.history.push(`${BASE}${current?.path ?? '/'}`))
  return (
    <div className="cit">
      <PhoneShell
        title={t('title')}
        nav={asking ? [] : nav}
        onNavigate={(href) => router.history.push(href)}
        tools={<Tools />}
        {...(deep ? { onBack: back } : {})}
      >
        <SizeBar />
        <Waiting account={me?.account.id} />
        <Outlet />
      </PhoneShell>
    </div>
  )
}
