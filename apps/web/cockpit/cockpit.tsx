/** The screen: board, map, alerts and overdue cases of one region; a panel explains whatever was clicked. */
import { useEffect } from 'react'
import { Empty, Failing, Loading } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { useSession } from '../ui/session.ts'
import { AlertStream } from './alert-stream.tsx'
import { IndicatorBoard } from './board.tsx'
import { CockpitBones } from './bones.tsx'
import { useBoard } from './data.ts'
import { LookBackBanner } from './look-back.tsx'
import { SidePanel } from './panel.tsx'
import { RegionMap } from './region-map.tsx'
import { TopBar } from './top-bar.tsx'
import { useLiveNumbers } from './use-live-numbers.ts'
import { useView } from './view.ts'
import { WorkTabs } from './work-tabs.tsx'

export const Cockpit = () => {
  const t = useWords()
  const session = useSession()
  if (session.error && session.error.status !== 401) return <Failing error={session.error} />
  if (!session.me)
    return (
      <Loading>
        <CockpitBones />
      </Loading>
    )
  const [top] = session.scopes('indicator.read')
  if (!top)
    return (
      <Empty icon="lock" title={t('noScope.title')}>
        {t('noScope.help')}
      </Empty>
    )
  return <Screen top={top} />
}

const Screen = ({ top }: { top: string }) => {
  const t = useWords()
  const { view, at, panel, go } = useView()
  const region = view.region ?? top
  const board = useBoard(region, at)
  const tiles = board.data?.tiles ?? []
  const indicator = view.indicator ?? tiles[0]?.indicator
  const live = useLiveNumbers(
    region,
    tiles.map((tile) => tile.indicator),
    at === undefined && board.data !== undefined,
  )
  useEffect(() => {
    document.title = `${board.data?.name ?? t('title')} · ${t('title')}`
  }, [board.data?.name, t])
  return (
    <div className="cp" data-panel={panel ? true : undefined}>
      <a className="hh-skip" href="#board">
        {t('app.skip')}
      </a>
      <TopBar region={region} live={live} />
      {at && <LookBackBanner at={at} />}
      <main className="cp-body">
        <h1 className="hh-spoken">
          {board.data?.name} {t('title')}
        </h1>
        <IndicatorBoard
          board={board}
          selected={panel?.kind === 'explain' ? panel.id : null}
          onExplain={(id) => go({ panel: `explain:${id}` })}
        />
        <RegionMap region={region} indicator={indicator} at={at} tiles={tiles} ready={board.data !== undefined} />
        <div className="cp-work">
          <AlertStream region={region} at={at} />
          <WorkTabs region={region} at={at} />
        </div>
      </main>
      {panel && <SidePanel key={`${panel.kind} ${panel.id}`} panel={panel} region={region} at={at} />}
    </div>
  )
}
