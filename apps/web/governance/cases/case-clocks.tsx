/** Until when, and by which rule. The clock that matters is large, the others stand below it. */
import type { CaseSummary, ClockView } from '@haihe/contract'
import { ClockBadge } from '../../ui/badges.tsx'
import { useBasis } from '../../ui/basis.ts'
import { formatMoment, formatTimeLeft } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import './case-clocks.css'

const limitOf = (clock: ClockView, t: ReturnType<typeof useWords>) =>
  t('clock.limit', { amount: clock.limit.amount, unit: t(`time.unit.${clock.limit.unit}`) })

const BasisLine = ({ clock }: { clock: ClockView }) => (
  <small className="gov-basis">{useBasis()(clock.basis, clock.official)}</small>
)

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

const Others = ({ clocks, now }: { clocks: readonly ClockView[]; now: number }) => {
  const t = useWords()
  const say = useText()
  return (
    <ul className="gov-clocks">
      {clocks.map((clock) => (
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
  )
}

const isOver = ({ state }: ClockView) => state === 'met' || state === 'stopped'

export const CaseClocks = ({ summary, clocks, now }: { summary: CaseSummary; clocks: readonly ClockView[]; now: number }) => {
  const t = useWords()
  const main = summary.clock
  const others = clocks.filter(({ id, startedAt }) => !main || id !== main.id || startedAt !== main.startedAt)
  // what still runs or was missed stays in sight; what was kept is one press away
  const over = others.filter(isOver)
  const running = others.filter((clock) => !isOver(clock))
  return (
    <section className="gov-card" aria-label={t('case.clocks')}>
      {main ? <BigClock clock={main} now={now} /> : <p className="gov-clock-name">{t('case.noClock')}</p>}
      {running.length > 0 && <Others clocks={running} now={now} />}
      {over.length > 0 && (
        <details className="gov-over">
          <summary>{t('case.clocksOver', { count: over.length })}</summary>
          <Others clocks={over} now={now} />
        </details>
      )}
    </section>
  )
}
