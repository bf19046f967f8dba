/** Until when, and by which rule. The clock that matters is large, the others stand below it. */
import type { CaseSummary, ClockView } from '@haihe/contract'
import { ClockBadge } from '../../ui/badges.tsx'
import { formatMoment, formatTimeLeft } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import './case-clocks.css'

const limitOf = (clock: ClockView, t: ReturnType<typeof useWords>) =>
  t('clock.limit', { amount: clock.limit.amount, unit: t(`time.unit.${clock.limit.unit}`) })

const BasisLine = ({ clock }: { clock: ClockView }) => {
  const t = useWords()
  return (
    <small className="gov-basis">
      {t('clock.basis', { basis: clock.basis })}
      {!clock.official && `（${t('clock.default')}）`}
    </small>
  )
}

/** One clock as one sentence: how much is left, of what, until when. */
const BigClock = ({ clock, now }: { clock: ClockView; now: number }) => {
  const t = useWords()
  const say = useText()
  const running = (clock.state === 'running' || clock.state === 'breached') && clock.dueAt !== null
  const left = running ? formatTimeLeft(clock.dueAt as string, now) : null
  const late = clock.state === 'breached' || left?.overdue === true
  return (
    <div className="gov-clock" data-late={late || undefined} data-state={clock.state}>
      <span className="gov-clock-name">
        {say(clock.title)} · {limitOf(clock, t)}
      </span>
      <strong>{left?.text ?? t(`clock.${clock.state}`)}</strong>
      {running && (
        <span className="gov-clock-bar" aria-hidden>
          <i style={{ width: `${Math.min(100, Math.round(clock.used * 100))}%` }} />
        </span>
      )}
      <span className="gov-clock-due">
        {clock.unknown && t('case.calendarMissing')}
        {clock.dueAt && t('clock.due', { at: formatMoment(clock.dueAt, now) })}
        {clock.state === 'paused' && t('case.pausedHelp')}
      </span>
      <BasisLine clock={clock} />
    </div>
  )
}

export const CaseClocks = ({ summary, clocks, now }: { summary: CaseSummary; clocks: readonly ClockView[]; now: number }) => {
  const t = useWords()
  const say = useText()
  const main = summary.clock
  const others = clocks.filter(({ id, startedAt }) => !main || id !== main.id || startedAt !== main.startedAt)
  return (
    <section className="gov-card" aria-label={t('case.clocks')}>
      {main ? <BigClock clock={main} now={now} /> : <p className="gov-clock-name">{t('case.noClock')}</p>}
      {others.length > 0 && (
        <ul className="gov-clocks">
          {others.map((clock) => (
            <li key={`${clock.id}-${clock.startedAt}`}>
              <span>
                {say(clock.title)}
                <small>{limitOf(clock, t)}</small>
              </span>
              <ClockBadge clock={clock} now={now} />
              <BasisLine clock={clock} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
