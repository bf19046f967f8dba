import type { CaseSummary } from '@haihe/contract'
import { Button } from 'react-aria-components/Button'
import { ClockBadge, ProvenanceBadge } from '../ui/badges.tsx'
import { Faces, LoadingRows } from '../ui/faces.tsx'
import { useText, useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { useSession } from '../ui/session.ts'
import { remSize } from '../ui/token-colour.ts'
import { useNow } from '../ui/use-now.ts'
import { VirtualList } from '../ui/virtual-list.tsx'
import type { useOverdue } from './data.ts'
import { useView } from './view.ts'

const Row = ({ item, now, current }: { item: CaseSummary; now: number; current: boolean }) => {
  const t = useWords()
  const say = useText()
  const { go } = useView()
  return (
    <Button className="cp-row" aria-current={current || undefined} onPress={() => go({ panel: `case:${item.id}` })}>
      <span className="cp-row-head">
        <strong>{item.title}</strong>
        {item.clock && <ClockBadge clock={item.clock} now={now} />}
      </span>
      <span className="cp-row-foot">
        <span>{item.regionName}</span>
        <span>{say(item.stateTitle)}</span>
        <span className="cp-who" data-none={item.unitName ? undefined : true}>
          <Icon name="person" size="1em" />
          {item.unitName ?? t('alerts.nobody')}
        </span>
        {item.supervised && <span className="cp-flag">{t('overdue.supervised')}</span>}
        {item.provenance !== 'local' && <ProvenanceBadge provenance={item.provenance} />}
      </span>
    </Button>
  )
}

export interface OverdueListProps {
  region: string
  overdue: ReturnType<typeof useOverdue>
  at: string | undefined
}

/** Cases past their limit, the longest overdue first as the server orders them. */
export const OverdueList = ({ region, overdue, at }: OverdueListProps) => {
  const t = useWords()
  const { panel } = useView()
  const { may } = useSession()
  const now = useNow()
  if (at) return <p className="cp-calm">{t('overdue.past')}</p>
  if (!may('case.read')) return <p className="cp-calm">{t('overdue.notAllowed')}</p>
  return (
    <Faces of={overdue} loading={<LoadingRows rows={4} height="4rem" />} small>
      {({ items }) =>
        items.length === 0 ? (
          <p className="cp-calm">
            <Icon name="check" size="1.5rem" />
            {t(may('case.read', region) ? 'overdue.none' : 'overdue.noneInScope')}
          </p>
        ) : (
          <div className="cp-overdue-list">
            <VirtualList
              items={items}
              keyOf={(item) => item.id}
              rowHeight={remSize() * 4}
              label={t('overdue.title')}
              onEnd={() => overdue.hasNextPage && !overdue.isFetchingNextPage && void overdue.fetchNextPage()}
            >
              {(item) => <Row item={item} now={now} current={panel?.kind === 'case' && panel.id === item.id} />}
            </VirtualList>
          </div>
        )
      }
    </Faces>
  )
}
