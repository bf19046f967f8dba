/** One case in a queue: until when, what, where, in which state. A card under the thumb, a line at the desk. */
import type { CaseSummary } from '@haihe/contract'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { ClockBadge, ProvenanceBadge } from '../../ui/badges.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import './case-row.css'
import { coarseAgo } from './ago.ts'
import type { CaseFilter } from './queue.ts'
import { StateMark, SupervisedMark, UrgencyMark } from './state-mark.tsx'

export interface CaseRowProps {
  item: CaseSummary
  filter: CaseFilter
  now: number
  current: boolean
  /** at the desk moving through the list must not fill the history */
  replace: boolean
}

export const CaseRow = memo(({ item, filter, now, current, replace }: CaseRowProps) => {
  const t = useWords()
  const say = useText()
  return (
    <Link
      to="/cases/$id"
      params={{ id: item.id }}
      search={filter}
      replace={replace}
      className="gov-row"
      data-current={current || undefined}
      aria-current={current || undefined}
    >
      <span className="gov-row-photo" aria-hidden>
        <Icon name="photo" />
        {item.cover && (
          <img
            src={item.cover}
            alt=""
            loading="lazy"
            decoding="async"
            onError={(event) => event.currentTarget.toggleAttribute('hidden', true)}
          />
        )}
      </span>
      <span className="gov-row-what">
        <b>{say(item.categoryTitle)}</b>
        <UrgencyMark urgency={item.urgency} />
      </span>
      <span className="gov-row-clock">
        {item.clock ? <ClockBadge clock={item.clock} now={now} /> : <span className="gov-row-quiet">{t('case.noClock')}</span>}
      </span>
      <span className="gov-row-where">
        <Icon name="pin" size="1em" />
        <span>{item.address || item.title}</span>
        <span className="gov-row-region">{item.regionName}</span>
      </span>
      <span className="gov-row-unit">{item.unitName ?? t('case.noUnit')}</span>
      <span className="gov-row-state">
        <StateMark item={item} />
        {item.supervised && <SupervisedMark short />}
        <ProvenanceBadge provenance={item.provenance} />
        <span className="gov-row-quiet">{coarseAgo(item.reportedAt, now)}</span>
      </span>
    </Link>
  )
})
