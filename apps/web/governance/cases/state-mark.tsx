/** Small marks of a case: its state, urgency, supervision. Words, not colours. */
import type { CaseSummary } from '@haihe/contract'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import './marks.css'

export const StateMark = ({ item, large }: { item: Pick<CaseSummary, 'stateTitle' | 'open'>; large?: boolean }) => {
  const say = useText()
  return (
    <span className="gov-state" data-open={item.open || undefined} data-large={large || undefined}>
      {say(item.stateTitle)}
    </span>
  )
}

export const UrgencyMark = ({ urgency }: { urgency: CaseSummary['urgency'] }) => {
  const t = useWords()
  if (urgency === 'normal') return null
  return (
    <span className="gov-mark" data-urgency={urgency}>
      {t(`category.urgency.${urgency}`)}
    </span>
  )
}

/** `short`: the flag alone, the word spoken */
export const SupervisedMark = ({ short }: { short?: boolean }) => {
  const t = useWords()
  return (
    <span className="gov-mark" title={t('case.supervised')}>
      <Icon name="flag" size="1em" />
      <span className={short ? 'hh-spoken' : undefined}>{t('case.supervised')}</span>
    </span>
  )
}
