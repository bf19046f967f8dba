import { lazy, Suspense } from 'react'
import { Button } from 'react-aria-components/Button'
import { useWords } from '../ui/i18n.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import type { LiveState } from '../ui/live.ts'
import { AccountMenu } from '../ui/shell.tsx'
import { useRegionPath } from './data.ts'
import { Clock } from './look-back.tsx'
import { useView } from './view.ts'

const TimeControl = lazy(async () => ({ default: (await import('./time-control.tsx')).TimeControl }))

const LIVE_ICONS: Record<LiveState, IconName> = { live: 'check', connecting: 'refresh', stale: 'history', offline: 'offline' }

/** 天津市 › 和平区 › 劝业场街道; the last one is where we are. */
const Breadcrumb = ({ region }: { region: string }) => {
  const t = useWords()
  const { go } = useView()
  const path = useRegionPath(region)
  return (
    <nav aria-label={t('breadcrumb')}>
      <ol className="cp-crumbs">
        {path.map((each, index) => (
          <li key={each.code}>
            {index > 0 && <Icon name="chevronRight" size="1em" />}
            {index < path.length - 1 ? (
              <Button className="cp-crumb" onPress={() => go({ region: each.code })}>
                {each.name}
              </Button>
            ) : (
              <span className="cp-crumb" aria-current="page">
                {each.name}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

export const TopBar = ({ region, live }: { region: string; live: LiveState }) => {
  const t = useWords()
  const { at } = useView()
  return (
    <header className="cp-top">
      <a className="cp-mark" href="/" aria-label={`${t('app.name')} ${t('title')}`}>
        <Icon name="waves" size="1.75rem" />
        <span>{t('title')}</span>
      </a>
      <Breadcrumb region={region} />
      <span className="cp-gap" />
      {!at && (
        <span className="cp-live" data-state={live} role="status" title={t(`live.${live}`)}>
          <Icon name={LIVE_ICONS[live]} size="1em" />
          <span>{t(`live.${live}`)}</span>
        </span>
      )}
      <Suspense fallback={<Clock />}>
        <TimeControl />
      </Suspense>
      <AccountMenu />
    </header>
  )
}
