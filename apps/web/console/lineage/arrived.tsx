/** How one row came: over what, when, in which message, and what was refused beside it. */
import type { TraceRow } from '@haihe/contract'
import { ARRIVAL_PROTOCOL_NAMES } from '@haihe/contract/trace-view'
import { useText, useWords } from '../../ui/i18n.ts'
import { AppLink } from '../parts/app-link.tsx'
import { Exact } from '../parts/small.tsx'
import { nodeHref } from './nodes.ts'

export const Arrived = ({ row }: { row: Pick<TraceRow, 'kind' | 'derived' | 'source' | 'arrival'> }) => {
  const t = useWords()
  const say = useText()
  const { arrival, source } = row
  if (row.kind === 'event') return null
  if (row.derived) return <span className="hc-note">{t('lineage.number.derived')}</span>
  if (!arrival || source === null) return <span className="hc-note">{t('lineage.number.unknown')}</span>
  return (
    <span title={arrival.message ?? undefined}>
      <AppLink href={nodeHref({ kind: 'batch', id: `${source}/${arrival.batch}` })}>
        {say(ARRIVAL_PROTOCOL_NAMES[arrival.protocol])} <Exact at={arrival.receivedAt} />
      </AppLink>{' '}
      <small className="hc-note">
        {[
          t('lineage.number.items', { n: arrival.items }),
          arrival.rejected > 0 && t('lineage.number.refused', { n: arrival.rejected }),
          !arrival.exact && t('lineage.number.oneOf'),
          arrival.message,
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </span>
  )
}
