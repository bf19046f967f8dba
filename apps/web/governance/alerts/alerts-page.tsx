/** 预警: what has passed its threshold in my area, and the case that deals with it. */
import { Link } from '@tanstack/react-router'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { AlertActs } from './alert-acts.tsx'
import { AlertLine } from './alert-line.tsx'
import { sortAlerts } from './order.ts'
import { useOpenAlerts } from './queries.ts'

export const AlertsPage = () => {
  const t = useWords()
  const alerts = useOpenAlerts()
  return (
    <div className="gov-alerts">
      <h1>{t('alerts.title')}</h1>
      <p>{t('alerts.help')}</p>
      <Faces of={alerts} loading={<LoadingRows rows={5} height="6rem" />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="check" title={t('alerts.empty')}>
              {t('alerts.emptyHelp')}
            </Empty>
          ) : (
            <ul>
              {sortAlerts(items).map((alert) => (
                <li key={alert.id} className="gov-card">
                  <AlertLine alert={alert} />
                  <span className="gov-alert-acts">
                    {alert.caseId && (
                      <Link
                        className="hh-button"
                        data-tone="quiet"
                        data-size="small"
                        to="/cases/$id"
                        params={{ id: alert.caseId }}
                        search={{}}
                      >
                        {t('alerts.case')}
                      </Link>
                    )}
                    <AlertActs alert={alert} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Faces>
    </div>
  )
}
