/** The frame of a front: PhoneShell (top bar, bottom tabs) and DeskShell (top bar, side list). Links come from the front's router. */
import { lazy, type ReactNode, Suspense } from 'react'
import { Button, IconButton } from './button.tsx'
import { useWords } from './i18n.ts'
import { Icon, type IconName } from './icon.tsx'
import type { MenuEntry } from './menu.tsx'
import { ELDER_SIZES, setPreferences, usePreferences } from './preferences.ts'
import { signOut, useMe } from './session.ts'
import './shell.css'

/** menus bring React Aria's collections along: loaded after the first paint */
const Menu = lazy(async () => ({ default: (await import('./menu.tsx')).Menu }))

export interface NavItem {
  id: string
  label: string
  icon: IconName
  href: string
  current: boolean
  /** words over the first of several entries that belong together; at desks alone */
  group?: string | undefined
  /** how many wait there; 0 and null show nothing */
  count?: number | null
}

export interface ShellProps {
  title: string
  subtitle?: string
  nav: readonly NavItem[]
  /** client-side navigation of the front's router; without it the links load their page */
  onNavigate?: (href: string) => void
  /** beside the title, before language and account */
  tools?: ReactNode
  /** shows a back button instead of the mark */
  onBack?: () => void
  children: ReactNode
}

export const LanguageSwitch = () => {
  const t = useWords()
  const { language } = usePreferences()
  return (
    <Button size="small" tone="plain" icon="globe" onPress={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}>
      <span lang={language === 'zh' ? 'en' : 'zh-CN'}>{t('app.language')}</span>
    </Button>
  )
}

/** 长辈版 on and off, with the size beside it while it is on. */
export const ElderSwitch = () => {
  const t = useWords()
  const { elder, elderSize } = usePreferences()
  const step = (by: number) =>
    setPreferences({ elderSize: ELDER_SIZES[ELDER_SIZES.indexOf(elderSize as (typeof ELDER_SIZES)[number]) + by] ?? elderSize })
  return (
    <span style={{ display: 'inline-flex' }}>
      <Button size="small" tone="plain" icon="type" onPress={() => setPreferences({ elder: !elder })}>
        {t(elder ? 'elder.off' : 'elder.on')}
      </Button>
      {elder && (
        <>
          <IconButton icon="minus" label={t('elder.smaller')} isDisabled={elderSize <= ELDER_SIZES[0]} onPress={() => step(-1)} />
          <IconButton icon="plus" label={t('elder.bigger')} isDisabled={elderSize >= 30} onPress={() => step(1)} />
        </>
      )}
    </span>
  )
}

/** Name, units, theme, sign out. */
export const AccountMenu = ({ extra = [], onExtra }: { extra?: readonly MenuEntry[]; onExtra?: (id: string) => void }) => {
  const t = useWords()
  const { data: me } = useMe()
  const { language } = usePreferences()
  const act = (id: string) => {
    if (id === 'sign-out') void signOut()
    else if (id === 'language') setPreferences({ language: language === 'zh' ? 'en' : 'zh' })
    else if (id === 'light' || id === 'dark') setPreferences({ theme: id })
    else onExtra?.(id)
  }
  if (!me) return null
  const trigger = <IconButton icon="person" label={`${t('app.account')} ${me.account.name}`} />
  return (
    <Suspense fallback={trigger}>
      <Menu
        label={t('app.account')}
        trigger={trigger}
        onAction={act}
        items={[
          {
            id: 'who',
            label: me.account.name,
            icon: 'person',
            note: me.units.map((unit) => unit.name).join('、'),
            disabled: true,
          },
          ...extra,
          { id: 'light', label: t('app.light'), icon: 'sun' },
          { id: 'dark', label: t('app.dark'), icon: 'moon' },
          { id: 'language', label: t('app.language'), icon: 'globe' },
          { id: 'sign-out', label: t('app.signOut'), icon: 'signOut' },
        ]}
      />
    </Suspense>
  )
}

const NavLinks = ({
  nav,
  onNavigate,
  size,
}: {
  nav: readonly NavItem[]
  onNavigate?: ((href: string) => void) | undefined
  size: string
}) =>
  nav.map((item, index) => (
    <a
      key={item.id}
      href={item.href}
      data-group={item.group !== undefined && item.group !== nav[index - 1]?.group ? item.group : undefined}
      {...(item.current ? { 'aria-current': 'page' as const } : {})}
      onClick={(event) => {
        if (!onNavigate || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        onNavigate(item.href)
      }}
    >
      <Icon name={item.icon} size={size} />
      {item.label}
      {item.count ? <span className="hh-count">{item.count > 999 ? '999+' : item.count}</span> : null}
    </a>
  ))

const TopBar = ({ title, subtitle, tools, onBack }: Pick<ShellProps, 'title' | 'subtitle' | 'tools' | 'onBack'>) => {
  const t = useWords()
  return (
    <header className="hh-top">
      {onBack && <IconButton icon="chevronLeft" label={t('action.back')} onPress={onBack} />}
      <span className="hh-top-title">
        {!onBack && <Icon name="waves" size="1.5rem" />}
        {title}
        {subtitle && <small>{subtitle}</small>}
      </span>
      <span className="hh-top-gap" />
      {tools}
    </header>
  )
}

const Skip = () => {
  const t = useWords()
  return (
    <a className="hh-skip" href="#main">
      {t('app.skip')}
    </a>
  )
}

/** For phones and for citizens: one column, tabs under the thumb. */
export const PhoneShell = ({ nav, onNavigate, children, ...bar }: ShellProps) => {
  const t = useWords()
  return (
    <div className="hh-phone">
      <Skip />
      <TopBar {...bar} />
      <main id="main" className="hh-main" tabIndex={-1}>
        {children}
      </main>
      {nav.length > 0 && (
        <nav className="hh-tabbar" aria-label={t('app.menu')}>
          <NavLinks nav={nav} onNavigate={onNavigate} size="1.5rem" />
        </nav>
      )}
    </div>
  )
}

/** For desks: list at the side, the page fills the rest and scrolls by itself. */
export const DeskShell = ({ nav, onNavigate, children, ...bar }: ShellProps) => {
  const t = useWords()
  return (
    <div className="hh-desk">
      <Skip />
      <TopBar {...bar} />
      <nav aria-label={t('app.menu')}>
        <NavLinks nav={nav} onNavigate={onNavigate} size="1.25rem" />
      </nav>
      <main id="main" className="hh-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
