/** The order of alerts: what nobody has taken first, the most serious before the rest, the newest before the old. Pure. */
import { ALERT_LEVELS, type Alert } from '@haihe/contract'

export const sortAlerts = (alerts: readonly Alert[]): Alert[] =>
  [...alerts].sort(
    (a, b) =>
      Number(a.state !== 'open') - Number(b.state !== 'open') ||
      ALERT_LEVELS.indexOf(b.level) - ALERT_LEVELS.indexOf(a.level) ||
      Date.parse(b.raisedAt) - Date.parse(a.raisedAt),
  )
