/** What was done to an entry, by whom and why; newest first. */
import type { CatalogueStep } from '@haihe/contract'
import { Button } from '../../ui/button.tsx'
import { Empty, Failing, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Moment } from '../parts/small.tsx'
import { useSteps } from './steps.ts'

const One = ({ step }: { step: CatalogueStep }) => {
  const t = useWords()
  return (
    <li>
      <header>
        <b>{t(`catalogue.act.${step.action}`, { defaultValue: step.action })}</b>
        <span>{step.actorName}</span>
        <Moment at={step.at} />
      </header>
      {step.reason && <p>{step.reason}</p>}
      <p className="hc-note">
        {t(`resource.state.${step.state}`)}
        {step.version > 0 && ` · ${t('catalogue.versionNo', { version: step.version })}`}
      </p>
    </li>
  )
}

export const HistoryTab = ({ id }: { id: string }) => {
  const t = useWords()
  const { steps, pending, error, refetch, more, loadMore } = useSteps(id)
  if (error) return <Failing error={error} retry={refetch} />
  if (pending) return <LoadingRows rows={5} />
  if (steps.length === 0) return <Empty icon="history" title={t('catalogue.historyNone')} />
  return (
    <section className="hc-section">
      <ol className="hc-history">
        {steps.map((step) => (
          <One key={step.seq} step={step} />
        ))}
      </ol>
      {more && <Button onPress={loadMore}>{t('foot.more')}</Button>}
    </section>
  )
}
