import type { CaseAppraisal } from '@haihe/contract'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'

const STARS = [1, 2, 3, 4, 5] as const

/** What the person (or the return visit) said. */
export const AppraisalResult = ({ appraisal }: { appraisal: CaseAppraisal }) => {
  const t = useWords()
  return (
    <section className="cit-card">
      <h2>{t(`appraise.by.${appraisal.by}`)}</h2>
      <p
        className="cit-stars"
        role="img"
        aria-label={t('appraise.stars', { count: appraisal.satisfaction, word: t(`appraise.level.${appraisal.satisfaction}`) })}
      >
        {STARS.map((star) => (
          <span key={star} className="cit-star" data-small data-on={star <= appraisal.satisfaction || undefined}>
            <Icon name="star" size="1.5rem" />
          </span>
        ))}
        <b>{t(`appraise.level.${appraisal.satisfaction}`)}</b>
      </p>
      <ul className="cit-said">
        <li>{t(`appraise.respondedBy.${appraisal.responded ? 'yes' : 'no'}`)}</li>
        <li>{t(`appraise.resolvedBy.${appraisal.resolved}`)}</li>
        {appraisal.comment && <li>“{appraisal.comment}”</li>}
      </ul>
      <small>{formatMoment(appraisal.at)}</small>
    </section>
  )
}
