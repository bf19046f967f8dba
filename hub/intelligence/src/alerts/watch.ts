/**
 * The state of one rule about one subject, moved on by values in the order of their observation. Pure: the same values
 * give the same alerts, on whatever day they are computed.
 */
import { ALERT_LEVELS, type AlertLevel, type AlertRuleDef, hasRecovered } from '@haihe/contract'

export type Thresholds = AlertRuleDef['thresholds']
export type Since = Partial<Record<AlertLevel, number>>

export interface Watch {
  /** since when each level's threshold has been reached without a break, epoch milliseconds */
  since: Since
  /** observation time of the last value; older ones change nothing */
  lastAt: number
  alert: { id: string; level: AlertLevel } | null
  /** no new alert before this time */
  quietUntil: number
}

export const REST: Watch = { since: {}, lastAt: -Infinity, alert: null, quietUntil: -Infinity }

export type Turn =
  | { kind: 'none' }
  | { kind: 'raise'; level: AlertLevel; threshold: number }
  | { kind: 'change'; from: AlertLevel; level: AlertLevel; threshold: number }
  | { kind: 'recover' }

/** What of a rule decides, with the thresholds in force at the time of the value. */
export type Condition = Pick<AlertRuleDef, 'when' | 'holdSeconds' | 'hysteresis' | 'suppressSeconds'> & { thresholds: Thresholds }

export const rank = (level: AlertLevel): number => ALERT_LEVELS.indexOf(level)
const levelsOf = ({ thresholds }: Condition): AlertLevel[] => ALERT_LEVELS.filter((level) => thresholds[level] !== undefined)
const reaches = ({ when, thresholds }: Condition, level: AlertLevel, value: number): boolean =>
  when === 'above' ? value >= thresholds[level]! : value <= thresholds[level]!

/** Not yet back past the level's threshold by more than the hysteresis. */
const lingers = (condition: Condition, level: AlertLevel, value: number): boolean =>
  !hasRecovered({ ...condition, thresholds: { [level]: condition.thresholds[level] } }, value)

/**
 * Moves a watch on by one value.
 * Raised: the highest level whose threshold has been reached without a break for `holdSeconds` of observation time.
 * Raised further in the same way; eased as soon as the value is past the level's threshold by more than the hysteresis;
 * recovered when it is so for the mildest level. A silence of the subject changes nothing.
 */
export const step = (condition: Condition, watch: Watch, at: number, value: number): { watch: Watch; turn: Turn } => {
  if (at < watch.lastAt) return { watch, turn: { kind: 'none' } }
  const levels = levelsOf(condition)
  const since: Since = {}
  for (const level of levels) if (reaches(condition, level, value)) since[level] = watch.since[level] ?? at
  const held = levels.findLast((level) => since[level] !== undefined && at - since[level] >= condition.holdSeconds * 1000)
  const next: Watch = { ...watch, since, lastAt: at }
  if (watch.alert === null) {
    if (!held || at < watch.quietUntil) return { watch: next, turn: { kind: 'none' } }
    return { watch: next, turn: { kind: 'raise', level: held, threshold: condition.thresholds[held]! } }
  }
  const { level } = watch.alert
  const change = (to: AlertLevel): { watch: Watch; turn: Turn } => ({
    watch: { ...next, alert: { ...watch.alert!, level: to } },
    turn: { kind: 'change', from: level, level: to, threshold: condition.thresholds[to]! },
  })
  if (held && rank(held) > rank(level)) return change(held)
  const still = levels.findLast((one) => rank(one) <= rank(level) && lingers(condition, one, value))
  if (still === undefined && !levels.some((one) => lingers(condition, one, value)))
    return {
      watch: { ...next, alert: null, quietUntil: at + condition.suppressSeconds * 1000 },
      turn: { kind: 'recover' },
    }
  if (still !== undefined && still !== level) return change(still)
  return { watch: next, turn: { kind: 'none' } }
}

/** Nothing to remember: no run has begun, no alert is open and the silence after the last one is over. */
export const atRest = (watch: Watch): boolean =>
  watch.alert === null && Object.keys(watch.since).length === 0 && watch.quietUntil <= watch.lastAt
