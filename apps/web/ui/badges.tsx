/** Small marks of state: where a value comes from, an alert's level, a case's clock. Never by colour alone. */
import type { AlertLevel, ClockView, Provenance } from '@haihe/contract'
import './badge.css'
import { formatMoment, formatTimeLeft } from './format.ts'
import { useText, useWords } from './i18n.ts'
import { Icon } from './icon.tsx'
import { useNow } from './use-now.ts'

/** 天津真实 / 外地真实 / 模拟 */
export const ProvenanceBadge = ({ provenance }: { provenance: Provenance }) => {
  const t = useWords()
  return (
    <span className="hh-badge" data-kind={provenance} title={t(`provenance.help.${provenance}`)}>
      {t(`provenance.${provenance}`)}
    </span>
  )
}

const LEVELS: readonly AlertLevel[] = ['blue', 'yellow', 'orange', 'red']

const LevelBars = ({ level }: { level: AlertLevel }) => (
  <span className="hh-level-bars" aria-hidden>
    {LEVELS.map((step, index) => (
      <i key={step} data-on={index <= LEVELS.indexOf(level) || undefined} style={{ height: `${40 + index * 20}%` }} />
    ))}
  </span>
)

/** The level without words, for labels on a map whose list beside it has them. */
export const AlertMark = ({ level }: { level: AlertLevel }) => {
  const t = useWords()
  return (
    <span className="hh-level hh-alert-mark" data-level={level} title={t('level.alert', { level: t(`level.${level}`) })}>
      <LevelBars level={level} />
    </span>
  )
}

/** 蓝黄橙红 with one to four bars, so that the order is seen without the colour. `note` is said after the level. */
export const LevelBadge = ({ level, note }: { level: AlertLevel; note?: string }) => {
  const t = useWords()
  return (
    <span className="hh-badge hh-level" data-level={level}>
      <LevelBars level={level} />
      {t(`level.${level}`)}
      {note && ` ${note}`}
    </span>
  )
}

/** From this share of the limit on the clock asks for attention. */
const SOON = 0.8

/** The clock that matters now: time left with a bar, overdue in plum with the word, paused and stopped in words. */
export const ClockBadge = ({ clock, now }: { clock: ClockView; now?: number }) => {
  const t = useWords()
  const say = useText()
  const ticking = useNow()
  const at = now ?? ticking
  const running = (clock.state === 'running' || clock.state === 'breached') && clock.dueAt !== null
  const left = running ? formatTimeLeft(clock.dueAt as string, at) : undefined
  const state = left?.overdue || clock.state === 'breached' ? 'overdue' : running && clock.used >= SOON ? 'soon' : clock.state
  const limit = t('clock.limit', { amount: clock.limit.amount, unit: t(`time.unit.${clock.limit.unit}`) })
  const basis = clock.official ? t('clock.basis', { basis: clock.basis }) : `${clock.basis}（${t('clock.default')}）`
  const due = clock.dueAt ? t('clock.due', { at: formatMoment(clock.dueAt, at) }) : ''
  return (
    <span
      className="hh-badge hh-clock"
      data-state={state}
      title={[say(clock.title), limit, due, basis].filter(Boolean).join(' · ')}
    >
      <Icon name="clock" size="1em" />
      {left?.text ?? t(`clock.${clock.state}`)}
      {running && state !== 'overdue' && (
        <span className="hh-clock-bar" aria-hidden>
          <i style={{ width: `${Math.min(100, Math.round(clock.used * 100))}%` }} />
        </span>
      )}
    </span>
  )
}
