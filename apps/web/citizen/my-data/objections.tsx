/** My objections and where they stand; and who looked at my list of reads. */
import type { MyLookup, MyObjection } from '@haihe/contract'
import { Link } from '@tanstack/react-router'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'

const Objection = ({ objection }: { objection: MyObjection }) => {
  const t = useWords()
  return (
    <article className="cit-card cit-read">
      <header>
        <b>{objection.resourceTitle}</b>
        <time dateTime={objection.at}>{formatMoment(objection.at)}</time>
      </header>
      <p className="cit-report-status">{t(`myData.objection.${objection.state}`)}</p>
      <p>{objection.text}</p>
      {objection.reply && (
        <blockquote className="cit-reply">
          <b>{t('myData.objections.reply')}</b>
          <p>{objection.reply}</p>
        </blockquote>
      )}
      {objection.caseId && (
        <Link className="cit-link" to="/reports/$id" params={{ id: objection.caseId }}>
          {t('myData.objections.case', { no: objection.caseNo ?? '' })}
          <Icon name="chevronRight" size="1em" />
        </Link>
      )}
    </article>
  )
}

const Lookups = () => {
  const t = useWords()
  const query = useApi<{ items: MyLookup[] }>('/api/my-data/lookups')
  if (!query.data || query.data.items.length === 0) return null
  return (
    <section className="cit-card">
      <h2>{t('myData.lookups.title')}</h2>
      <p className="cit-lead">{t('myData.lookups.lead')}</p>
      <ul className="cit-lookups">
        {query.data.items.map((one) => (
          <li key={one.id}>
            <b>{one.unitName ?? one.name}</b>
            <span>
              {t('myData.lookups.line', { name: one.name, purpose: t(`myData.purposes.${one.purpose}`), basis: one.basis })}
            </span>
            <time dateTime={one.at}>{formatMoment(one.at)}</time>
          </li>
        ))}
      </ul>
    </section>
  )
}

export const Objections = () => {
  const t = useWords()
  const query = useApi<{ items: MyObjection[] }>('/api/my-data/objections', { limit: 100 }, { every: 60_000 })
  return (
    <>
      <Faces of={query} loading={<LoadingRows rows={2} height="8rem" />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="flag" title={t('myData.objections.none')}>
              {t('myData.objections.noneHelp')}
            </Empty>
          ) : (
            <ul className="cit-reads">
              {items.map((objection) => (
                <li key={objection.read}>
                  <Objection objection={objection} />
                </li>
              ))}
            </ul>
          )
        }
      </Faces>
      <Lookups />
    </>
  )
}
