/** The queues as a strip of tabs under the thumb: each with how many wait. */
import { CASE_QUEUES, type CaseQueue, type CaseQueues } from '@haihe/contract'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n.ts'
import './queue-tabs.css'

/** Own work always; the other queues when somebody waits there, or when one stands in it. */
export const shownQueues = (counts: Partial<CaseQueues>, current: CaseQueue): CaseQueue[] =>
  CASE_QUEUES.filter(
    (queue) => queue === 'mine' || queue === 'unit' || queue === current || queue === 'all' || (counts[queue] ?? 0) > 0,
  )

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
  return (
    <nav className="gov-queues" aria-label={t('queue.queues')}>
      {shownQueues(counts, current).map((queue) => (
        <Link key={queue} to={to} search={{ queue }} aria-current={queue === current ? 'page' : undefined} data-queue={queue}>
          {t(`queue.name.${queue}`)}
          {queue !== 'all' && counts[queue] !== undefined && <b>{counts[queue]}</b>}
        </Link>
      ))}
    </nav>
  )
}
