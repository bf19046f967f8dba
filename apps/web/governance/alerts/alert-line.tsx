/** One alert in words: level, what, how much against which threshold, where, since when. */
import type { Alert } from '@haihe/contract'
import { LevelBadge, ProvenanceBadge } from '../../ui/badges.tsx'
import { formatAgo, formatFigure } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { useNow } from '../../ui/use-now.ts'
import './alerts.css'

/** values keep the decimals that tell them apart from the threshold, no more */
const placesOf = (value: number) => (Number.isInteger(value) ? 0 : 1)

export const AlertLine = ({ alert }: { alert: Alert }) => {
  const t = useWords()
  const say = useText()
  const now = useNow()
  return (
    <div className="gov-alert">
      <span className="gov-alert-head">
        <LevelBadge level={alert.level} />
        <b>{say(alert.title)}</b>
        <ProvenanceBadge provenance={alert.provenance} />
      </span>
      <span>
        {t('alerts.value', {
          subject: alert.subject,
          value: formatFigure(alert.value, alert.unit, placesOf(alert.value)),
          threshold: formatFigure(alert.threshold, alert.unit, placesOf(alert.threshold)),
        })}
      </span>
      <small>
        {alert.regionName} · {t('alerts.since', { ago: formatAgo(alert.raisedAt, now) })} · {t(`alerts.state.${alert.state}`)}
        {alert.closedBy && ` · ${t(`alerts.closedBy.${alert.closedBy}`)}`}
      </small>
      {alert.reason && <small>{alert.reason}</small>}
    </div>
  )
}
