/** What the caller may do with a case now, as its type says: expected steps first, what is blocked says why. */
import type { AvailableAction, CaseDetail, Field } from '@haihe/contract'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { FormValues } from '../../ui/form/values.ts'
import { useText, useWords } from '../../ui/i18n.ts'

const ActionDialog = lazy(async () => ({ default: (await import('./action-dialog.tsx')).ActionDialog }))

const ORDER = { primary: 0, quiet: 1, danger: 2 } as const

export const inTurn = (actions: readonly AvailableAction[]): AvailableAction[] =>
  [...actions].sort((a, b) => Number(a.blocked !== null) - Number(b.blocked !== null) || ORDER[a.tone] - ORDER[b.tone])

export interface CaseActionsProps {
  of: CaseDetail
  /** resource it is about: its fields are picked, not typed */
  resource: string | null
  /** what a form says before anybody changes it */
  startOf?: (form: readonly Field[]) => FormValues
}

export const CaseActions = ({ of, resource, startOf }: CaseActionsProps) => {
  const t = useWords()
  const say = useText()
  const [open, setOpen] = useState<{ of: CaseDetail; action: AvailableAction } | null>(null)
  const { available } = of
  const blocked = available.filter((action) => action.blocked !== null)
  if (available.length === 0) return <p className="hc-note">{t(of.summary.open ? 'ledger.notYourTurn' : 'ledger.over')}</p>
  return (
    <>
      {inTurn(available).map((action, index) => (
        <Button
          key={action.id}
          size="small"
          tone={action.tone === 'primary' && index > 0 ? 'plain' : action.tone}
          isDisabled={action.blocked !== null}
          onPress={() => setOpen({ of, action })}
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
          <ActionDialog {...open} resource={resource} start={startOf?.(open.action.form) ?? {}} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  )
}
