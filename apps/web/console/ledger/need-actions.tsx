/** What the caller may do with the need now, as its case type says: expected steps first, what is blocked says why. */
import type { AvailableAction, LedgerDetail } from '@haihe/contract'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useText, useWords } from '../../ui/i18n.ts'

const ActionDialog = lazy(async () => ({ default: (await import('./action-dialog.tsx')).ActionDialog }))

const ORDER = { primary: 0, quiet: 1, danger: 2 } as const

export const inTurn = (actions: readonly AvailableAction[]): AvailableAction[] =>
  [...actions].sort((a, b) => Number(a.blocked !== null) - Number(b.blocked !== null) || ORDER[a.tone] - ORDER[b.tone])

export const NeedActions = ({ detail }: { detail: LedgerDetail }) => {
  const t = useWords()
  const say = useText()
  const [open, setOpen] = useState<{ detail: LedgerDetail; action: AvailableAction } | null>(null)
  const { available } = detail.case
  const blocked = available.filter((action) => action.blocked !== null)
  if (available.length === 0) return <p className="hc-note">{t('ledger.notYourTurn')}</p>
  return (
    <>
      {inTurn(available).map((action, index) => (
        <Button
          key={action.id}
          size="small"
          tone={action.tone === 'primary' && index > 0 ? 'plain' : action.tone}
          isDisabled={action.blocked !== null}
          onPress={() => setOpen({ detail, action })}
        >
          {say(action.title)}
        </Button>
      ))}
      {blocked.map(({ id, title, blocked: why }) => (
        <p key={id} className="hc-note">
          {say(title)}：{say(why)}
        </p>
      ))}
      {open && (
        <Suspense>
          <ActionDialog {...open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  )
}
