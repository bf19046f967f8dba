/** The queues as a strip of tabs under the thumb: each with how many wait. */
import type { CaseQueue, CaseQueues } from '@haihe/contract'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { shownQueues } from './queue.ts'
import './queue-tabs.css'

export const QueueTabs = ({
  counts,
  current,
  to = '/',
}: {
  counts: Partial<CaseQueues>
  current: CaseQueue
  to?: '/' | '/map'
}) => {
  const t = useWords()
  const strip = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen tab comes into sight when it changes, and when the counts first make room for others
  useEffect(() => {
    const chosen = strip.current?.querySelector<HTMLElement>('[aria-current]')
    if (strip.current && chosen)
      strip.current.scrollLeft = chosen.offsetLeft - (strip.current.clientWidth - chosen.offsetWidth) / 2
  }, [current, Object.keys(counts).length])
  return (
    <nav ref={strip} className="gov-queues" aria-label={t('queue.queues')}>
      {shownQueues(counts, current).map((queue) => (
        <Link key={queue} to={to} search={{ queue }} aria-current={queue === current ? 'page' : undefined} data-queue={queue}>
          {t(`queue.name.${queue}`)}
          {queue !== 'all' && counts[queue] !== undefined && <b>{counts[queue]}</b>}
        </Link>
      ))}
    </nav>
  )
}
