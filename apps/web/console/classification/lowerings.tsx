/** Downgrades: what was asked, by whom and why, and the second person's word. */
import type { ClassificationLowering } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { readAnew } from '../catalogue/catalogue.ts'
import { Protection } from '../catalogue/marks.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { Moment, StateMark } from '../parts/small.tsx'
import type { Pages } from '../parts/use-pages.ts'

const TONE = { open: 'wait', approved: 'good', refused: 'off' } as const

const One = ({ of, onAsk }: { of: ClassificationLowering; onAsk: (approve: boolean) => void }) => {
  const t = useWords()
  const { me } = useSession()
  return (
    <li className="hh-card">
      <header>
        <b>
          {of.resourceTitle} · {of.fieldTitle}
        </b>
        <StateMark tone={TONE[of.state]}>{t(`classification.lower.state.${of.state}`)}</StateMark>
      </header>
      <div className="hc-diff-sides">
        <del>
          <small>{t('classification.current')}</small>
          <Protection of={of.before} />
        </del>
        <ins>
          <small>{t('classification.lower.to')}</small>
          <Protection of={of.after} />
        </ins>
      </div>
      <p>{t('classification.lower.why', { text: of.reason })}</p>
      <p className="hc-note">
        {t('classification.lower.asked', { name: of.askedByName })} · <Moment at={of.askedAt} />
      </p>
      {of.decidedAt && (
        <>
          <p>{t('classification.lower.opinion', { text: of.decision ?? '' })}</p>
          <p className="hc-note">
            {t('classification.lower.decided', { name: of.decidedByName ?? '' })} · <Moment at={of.decidedAt} />
          </p>
        </>
      )}
      {of.state === 'open' &&
        (of.canDecide ? (
          <div className="hc-filters">
            <Button size="small" onPress={() => onAsk(false)}>
              {t('classification.lower.refuse')}
            </Button>
            <Button size="small" tone="primary" onPress={() => onAsk(true)}>
              {t('classification.lower.approve')}
            </Button>
          </div>
        ) : (
          <p className="hc-note">
            {t(of.askedBy === me?.actor.id ? 'classification.lower.own' : 'classification.lower.notYours')}
          </p>
        ))}
    </li>
  )
}

export const Lowerings = ({
  list,
  items,
  decided,
}: {
  list: Pages<ClassificationLowering, unknown>
  items: readonly ClassificationLowering[]
  decided: boolean
}) => {
  const t = useWords()
  const client = useQueryClient()
  const [asked, setAsked] = useState<{ of: ClassificationLowering; approve: boolean } | null>(null)
  // the words of the question stay while the dialog leaves
  const [approving, setApproving] = useState(true)
  const decide = async (reason: string) => {
    if (!asked) return
    try {
      await post(`/api/classification/lowerings/${asked.of.id}/decide`, { approve: asked.approve, reason })
    } finally {
      await readAnew(client)
    }
    toast(t(asked.approve ? 'classification.lower.approved' : 'classification.lower.refused'))
  }
  const word = approving ? 'approve' : 'refuse'
  return (
    <>
      <ListFaces
        items={items}
        pending={list.pending}
        error={list.error}
        refetch={list.refetch}
        empty={
          <Empty icon="shield" title={t(decided ? 'classification.lower.noneDecided' : 'classification.lower.none')}>
            {t('classification.lower.noneHelp')}
          </Empty>
        }
      >
        {(shown) => (
          <ScrollRegion className="hc-lowerings" label={t('classification.view.lowerings')}>
            <ul>
              {shown.map((of) => (
                <One
                  key={of.id}
                  of={of}
                  onAsk={(approve) => {
                    setApproving(approve)
                    setAsked({ of, approve })
                  }}
                />
              ))}
            </ul>
            {list.more && <Button onPress={list.loadMore}>{t('foot.more')}</Button>}
          </ScrollRegion>
        )}
      </ListFaces>
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={t(`classification.lower.${word}Title`)}
        action={t(`classification.lower.${word}`)}
        reason={{ label: t('classification.lower.yourOpinion'), least: 2 }}
        run={decide}
      >
        {asked && (
          <p>
            {asked.of.resourceTitle} · {asked.of.fieldTitle}
            {t('catalogue.colon')}
            <Protection of={asked.of.before} /> → <Protection of={asked.of.after} />
          </p>
        )}
      </Confirm>
    </>
  )
}
