/** How many needs stand at each step, and how many of those are late; a press shows them alone. */
import type { LedgerPage } from '@haihe/contract'
import { useText, useWords } from '../../ui/i18n.ts'
import { type Step, stepsShown } from './ledger.ts'

export const StepBar = ({
  steps,
  chosen,
  onChoose,
}: {
  steps: LedgerPage['steps']
  chosen: string | undefined
  onChoose: (step: string | undefined) => void
}) => {
  const t = useWords()
  const say = useText()
  const { way, aside } = stepsShown(steps, chosen)
  const button = ({ step, title, count, late }: Step) => (
    <li key={step}>
      <button
        type="button"
        className="hc-step"
        aria-pressed={step === chosen}
        data-none={count === 0 || undefined}
        onClick={() => onChoose(step === chosen ? undefined : step)}
      >
        <b>{count}</b>
        <span>{say(title)}</span>
        {late > 0 && <small>{t('ledger.lateCount', { count: late })}</small>}
      </button>
    </li>
  )
  return (
    <div className="hc-step-bar">
      <ol className="hc-way" aria-label={t('ledger.way')}>
        {way.map(button)}
      </ol>
      {aside.length > 0 && (
        <ul className="hc-way" data-aside aria-label={t('ledger.aside')}>
          {aside.map(button)}
        </ul>
      )}
    </div>
  )
}
