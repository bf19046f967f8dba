/** A connector made or changed in four steps; the address says which, and everything but secrets survives a reload. */
import type { ConnectorKind, ConnectorView, Resource } from '@haihe/contract'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Page } from '../parts/desk.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { ConnectStep } from './connect-step.tsx'
import type { ConnectorsSearch } from './section.ts'
import '../sources/sources.css'
import './exchange.css'
import './flow.css'
import { KindStep } from './kind-step.tsx'
import { useConnector, useResource } from './lists.ts'
import { MapStep } from './map-step.tsx'
import { StartStep } from './start-step.tsx'

export const STEPS = ['kind', 'connect', 'map', 'start'] as const
export type Step = (typeof STEPS)[number]

/** Where one is: nothing can be mapped before it is connected. */
export const stepOf = ({ edit, step, kind, resource }: ConnectorsSearch): Step =>
  edit ? (step ?? 'connect') : kind && resource && step === 'connect' ? 'connect' : 'kind'

const Steps = ({ now, reach, onStep }: { now: Step; reach: (step: Step) => boolean; onStep: (step: Step) => void }) => {
  const t = useWords()
  return (
    <ol className="hc-steps" aria-label={t('exchange.steps')}>
      {STEPS.map((step, at) => (
        <li key={step} data-now={step === now || undefined} data-done={STEPS.indexOf(now) > at || undefined}>
          <button
            type="button"
            disabled={step === now || !reach(step)}
            {...(step === now ? { 'aria-current': 'step' as const } : {})}
            onClick={() => onStep(step)}
          >
            <i aria-hidden>{at + 1}</i>
            {t(`exchange.step.${step}`)}
          </button>
        </li>
      ))}
    </ol>
  )
}

/** What a step does and what comes after it, in a sentence. */
const helpOf = (step: Step, kind: ConnectorKind | undefined): string => {
  const file = kind === 'upload' || kind === 'folder'
  if (step === 'connect' && file) return 'connectFile'
  return step === 'start' && (kind === 'upload' || kind === 'folder' || kind === 'mqtt') ? `start-${kind}` : step
}

const Body = ({ step, resource, connector }: { step: Step; resource: Resource; connector: ConnectorView | undefined }) => {
  if (step === 'map' && connector) return <MapStep key={connector.id} connector={connector} resource={resource} />
  if (step === 'start' && connector) return <StartStep key={connector.id} connector={connector} resource={resource} />
  return <ConnectStep key={connector?.id ?? resource.id} connector={connector} resource={resource} />
}

export const Flow = () => {
  const t = useWords()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const connector = useConnector(search.edit)
  const resource = useResource(connector.data?.resource ?? (search.edit ? undefined : search.resource))
  const step = stepOf(search)
  const mapped = Object.keys(connector.data?.mapping.fields ?? {}).length > 0
  const file = connector.data?.kind === 'upload' || connector.data?.kind === 'folder'
  const reach = (to: Step): boolean => {
    if (to === 'kind') return !search.edit
    if (to === 'connect') return search.edit !== undefined || (search.kind !== undefined && search.resource !== undefined)
    if (to === 'map') return search.edit !== undefined && (!file || search.upload !== undefined)
    return search.edit !== undefined && mapped
  }
  const box = useRef<HTMLDivElement>(null)
  // each step begins at its top, also where the router has put back the place of the step before
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every step
  useEffect(() => {
    const timer = setTimeout(() => {
      if (box.current) box.current.scrollTop = 0
    })
    return () => clearTimeout(timer)
  }, [step])
  const leave = () =>
    go({
      new: undefined,
      edit: undefined,
      step: undefined,
      upload: undefined,
      resource: undefined,
      kind: undefined,
      open: search.edit,
    })
  return (
    <Page
      title={connector.data?.title ?? t(search.kind === 'upload' ? 'exchange.uploadFile' : 'exchange.new')}
      note={resource.data && t('exchange.into', { title: resource.data.resource.title })}
      tools={
        <Button size="small" icon="close" onPress={leave}>
          {t('exchange.leave')}
        </Button>
      }
      tabs={<Steps now={step} reach={reach} onStep={(to) => go({ step: to })} />}
    >
      <div className="hc-flow" ref={box}>
        <p className="hc-note hc-step-help">{t(`exchange.stepHelp.${helpOf(step, connector.data?.kind ?? search.kind)}`)}</p>
        {step === 'kind' ? (
          <KindStep />
        ) : search.edit && !connector.data ? (
          <Faces of={connector} loading={<LoadingRows rows={6} />}>
            {() => null}
          </Faces>
        ) : (
          <Faces of={resource} loading={<LoadingRows rows={6} />}>
            {(entry) => <Body step={step} resource={entry.resource} connector={connector.data} />}
          </Faces>
        )}
      </div>
    </Page>
  )
}
