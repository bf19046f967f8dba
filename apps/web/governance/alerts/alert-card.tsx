/** The alert a case was opened for. The case closes when its work is done; the alert only when its number recovers or somebody signs it off. */
import { Failing } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { AlertActs } from './alert-acts.tsx'
import { AlertLine } from './alert-line.tsx'
import { useAlert } from './queries.ts'

export const AlertCard = ({ id }: { id: string }) => {
  const t = useWords()
  const { data, error, refetch } = useAlert(id)
  return (
    <section className="gov-card" aria-label={t('alerts.of')}>
      <h2 className="gov-card-title">{t('alerts.of')}</h2>
      {data ? (
        <>
          <AlertLine alert={data.alert} />
          <AlertActs alert={data.alert} />
        </>
      ) : (
        error && <Failing small error={error} retry={() => void refetch()} />
      )}
    </section>
  )
}
