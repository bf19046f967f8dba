/** The frame: which pages there are for this person, language, account, the help for keys. */
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Empty, Failing, LoadingRows } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { useSession } from '../ui/session.ts'
import { AccountMenu, DeskShell, LanguageSwitch } from '../ui/shell.tsx'
import { useGo } from './parts/app-link.tsx'
import { SubNav } from './parts/desk.tsx'
import { useKeys } from './parts/keys.ts'
import type { Section } from './registry.ts'
import { isPage, visibleSections } from './sections.ts'
import { useWaiting } from './use-waiting.ts'

const BASE = '/console'

const KeyHelp = lazy(async () => ({ default: (await import('./key-help.tsx')).KeyHelp }))

/** The pages of the section one is in, when there are several. */
const SectionNav = ({ section, path }: { section: Section; path: string }) => {
  const t = useWords()
  const go = useGo()
  return (
    <SubNav
      label={t(`nav.${section.id}`)}
      onNavigate={go}
      items={section.pages.map((page) => ({
        id: page.id,
        label: t(`page.${page.id}`),
        href: BASE + page.path,
        current: path === page.path,
      }))}
    />
  )
}

export const Frame = () => {
  const t = useWords()
  const session = useSession()
  const { pathname } = useLocation()
  const go = useGo()
  const [help, setHelp] = useState(false)
  useKeys({ help: () => setHelp(true) })
  const path = pathname.replace(BASE, '').replace(/\/$/, '') || '/'
  const sections = visibleSections(session.may)
  const waiting = useWaiting(sections, session.may)
  // on a phone the menu is one line that scrolls: where one is stays in sight
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the path and the coming of the menu
  useEffect(() => {
    document.querySelector('.hh-desk > nav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [path, sections.length])
  const section = sections.find(({ pages }) => pages.some((page) => page.path === path))
  const mayRead = section !== undefined || !isPage(path)

  return (
    <DeskShell
      title={t('title')}
      onNavigate={go}
      nav={[
        ...sections.map(({ id, icon, group, pages }) => ({
          id,
          label: t(`nav.${id}`),
          icon,
          group: group === null ? undefined : t(`group.${group}`),
          href: BASE + (pages[0]?.path ?? '/').replace(/^\/$/, ''),
          current: pages.some((page) => page.path === path),
          count: waiting.get(id) ?? null,
        })),
      ]}
      tools={
        <>
          <IconButton icon="info" label={t('keys.title')} onPress={() => setHelp(true)} />
          <LanguageSwitch />
          <AccountMenu />
        </>
      }
    >
      {session.pending ? (
        <div className="hc-page">
          <LoadingRows rows={8} />
        </div>
      ) : session.error ? (
        <Failing error={session.error} retry={() => location.reload()} />
      ) : (
        <div className="hc-frame">
          {section && section.pages.length > 1 && (
            <div className="hc-frame-nav">
              <SectionNav section={section} path={path} />
            </div>
          )}
          {mayRead ? (
            <Suspense
              fallback={
                <div className="hc-page">
                  <LoadingRows rows={8} />
                </div>
              }
            >
              <Outlet />
            </Suspense>
          ) : (
            <Empty icon="lock" title={t('lost.forbidden')}>
              {t('lost.forbiddenHelp')}
            </Empty>
          )}
        </div>
      )}
      <Suspense>{help && <KeyHelp open onClose={() => setHelp(false)} />}</Suspense>
    </DeskShell>
  )
}
