/** What was clicked, explained beside the screen: the numbers behind it keep moving. Escape closes. */
import { type ComponentType, lazy, Suspense, useEffect, useRef } from 'react'
import { IconButton } from '../ui/button.tsx'
import { LoadingRows } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import './panel.css'
import { type Panel, useView } from './view.ts'

const ExplainPanel = lazy(async () => ({ default: (await import('./explain-panel.tsx')).ExplainPanel }))
const AlertPanel = lazy(async () => ({ default: (await import('./alert-panel.tsx')).AlertPanel }))
const CasePanel = lazy(async () => ({ default: (await import('./case-panel.tsx')).CasePanel }))

export interface PanelContentProps {
  id: string
  region: string
  at: string | undefined
}

const CONTENT: Record<Panel['kind'], ComponentType<PanelContentProps>> = {
  explain: ExplainPanel,
  alert: AlertPanel,
  case: CasePanel,
}

export const SidePanel = ({ panel, region, at }: { panel: Panel; region: string; at: string | undefined }) => {
  const t = useWords()
  const { go } = useView()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const close = () => go({ panel: undefined })
  const Content = CONTENT[panel.kind]
  return (
    <aside
      className="cp-panel"
      aria-labelledby="panel-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close()
      }}
    >
      <header className="cp-panel-head">
        <h2 id="panel-title" ref={heading} tabIndex={-1}>
          {t(`panel.${panel.kind}`)}
        </h2>
        <IconButton icon="close" label={t('action.close')} onPress={close} />
      </header>
      <Suspense fallback={<LoadingRows rows={6} />}>
        <Content id={panel.id} region={region} at={at} />
      </Suspense>
    </aside>
  )
}
