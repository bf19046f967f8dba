/** Open alerts: level, what, since when, who is on it. Quiet in words when there is none. */
import type { Alert } from '@haihe/contract'
import { ALERT_LEVELS } from '@haihe/contract/alert'
import { Button } from 'react-aria-components/Button'
import { LevelBadge, ProvenanceBadge } from '../ui/badges.tsx'
import { Faces, LoadingRows } from '../ui/faces.tsx'
import { formatFigure, formatMoment, formatSpan, formatTime } from '../ui/format.ts'
import { useText, useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { useSession } from '../ui/session.ts'
import { UnitName } from '../ui/unit-name.tsx'
import { useNow } from '../ui/use-now.ts'
import { useAlerts } from './data.ts'
import { useView } from './view.ts'
import './work.css'

/** Most serious first; of equals the newest. */
export const sortAlerts = (alerts: readonly Alert[]): Alert[] =>
  [...alerts].sort(
    (a, b) => ALERT_LEVELS.indexOf(b.level) - ALERT_LEVELS.indexOf(a.level) || Date.parse(b.raisedAt) - Date.parse(a.raisedAt),
  )

const AlertRow = ({ alert, now, current }: { alert: Alert; now: number; current: boolean }) => {
  const t = useWords()
  const say = useText()
  const { go } = useView()
  return (
    <li>
      <Button
        className="cp-row"
        data-level={alert.level}
        aria-current={current || undefined}
        onPress={() => go({ panel: `alert:${alert.id}` })}
      >
        <span className="cp-row-head">
          <LevelBadge level={alert.level} />
          <strong>{alert.subject}</strong>
          <b>{formatFigure(alert.value, alert.unit, Number.isInteger(alert.value) ? 0 : 1)}</b>
        </span>
        <span className="cp-row-foot">
          <span>{say(alert.title)}</span>
          <span title={formatMoment(alert.raisedAt)}>
            {t('alerts.since', { span: formatSpan(now - Date.parse(alert.raisedAt)) })}
          </span>
          <span className="cp-who" data-none={alert.owner ? undefined : true}>
            <Icon name="person" size="1em" />
            {alert.owner ? <UnitName id={alert.owner} /> : t('alerts.nobody')}
          </span>
          {alert.state === 'acknowledged' && <span>{t('alerts.state.acknowledged')}</span>}
          {alert.caseId && <span>{t('alerts.hasCase')}</span>}
          {alert.provenance !== 'local' && <ProvenanceBadge provenance={alert.provenance} />}
        </span>
      </Button>
    </li>
  )
}

export const AlertStream = ({ region, at }: { region: string; at: string | undefined }) => {
  const t = useWords()
  const { panel } = useView()
  const ticking = useNow()
  const alerts = useAlerts(region, at)
  const now = at ? Date.parse(at) : ticking
  const { may } = useSession()
  // outside one's scope the list is cut, and «all is well» would be a claim about what nobody has shown us
  const whole = may('alert.read', region)
  const sorted = sortAlerts(alerts.data?.items ?? [])
  return (
    <section className="cp-alerts">
      <h2 className="cp-heading">
        {t('alerts.title')}
        {alerts.data && sorted.length > 0 && <span className="cp-count">{alerts.data.total ?? sorted.length}</span>}
      </h2>
      <Faces of={alerts} loading={<LoadingRows rows={3} height="4rem" />} small>
        {() =>
          sorted.length === 0 ? (
            <p className="cp-calm">
              <Icon name="check" size="1.5rem" />
              {t(whole ? 'alerts.none' : 'alerts.noneInScope')}
              <small>{t('alerts.checked', { at: formatTime(at ?? alerts.dataUpdatedAt) })}</small>
            </p>
          ) : (
            <ScrollRegion className="cp-scroll" label={t('alerts.title')}>
              <ul aria-live={at ? 'off' : 'polite'}>
                {sorted.map((alert) => (
                  <AlertRow key={alert.id} alert={alert} now={now} current={panel?.kind === 'alert' && panel.id === alert.id} />
                ))}
              </ul>
            </ScrollRegion>
          )
        }
      </Faces>
    </section>
  )
}
