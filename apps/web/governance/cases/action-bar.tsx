/** One big button for the expected step, the rest in a sheet. What is blocked says why. */
import type { AvailableAction, CaseDetail } from '@haihe/contract'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import './action-bar.css'
import { chooseActions } from './actions.ts'

const load = () => import('./action-dialog.tsx')
const ActionDialog = lazy(async () => ({ default: (await load()).ActionDialog }))

export interface ActionBarProps {
  detail: CaseDetail
  /** id of the open action, `more` for the sheet, null for none; lives with the page so that keys can open it */
  open: string | null
  onOpen: (open: string | null) => void
}

const ActionRow = ({ action, onPick }: { action: AvailableAction; onPick: () => void }) => {
  const say = useText()
  return (
    <li>
      <button
        type="button"
        className="gov-action"
        data-tone={action.tone}
        aria-disabled={action.blocked ? true : undefined}
        onClick={() => !action.blocked && onPick()}
      >
        <span>
          <b>{say(action.title)}</b>
          {action.blocked && <small>{say(action.blocked)}</small>}
        </span>
        <Icon name={action.blocked ? 'lock' : 'chevronRight'} />
      </button>
    </li>
  )
}

export const ActionBar = ({ detail, open, onOpen }: ActionBarProps) => {
  const t = useWords()
  const say = useText()
  const { primary, rest } = chooseActions(detail.available)
  const chosen = detail.available.find(({ id, blocked }) => id === open && blocked === null)
  // the form keeps its own copy, so that a change from elsewhere cannot pull it away from under the fingers
  const [kept, setKept] = useState<{ detail: CaseDetail; action: AvailableAction } | null>(null)
  if (chosen && kept?.action.id !== chosen.id) setKept({ detail, action: chosen })
  if (open === null && kept) setKept(null)
  // forms are read ahead while the person reads: a press opens them at once, also where there is no network
  useEffect(() => void load().catch(() => undefined), [])
  if (detail.available.length === 0) return null
  return (
    <div className="gov-actions">
      {primary?.blocked && (
        <p className="gov-blocked" id="gov-blocked">
          <Icon name="lock" size="1em" />
          {say(primary.blocked)}
        </p>
      )}
      <div className="gov-actions-line">
        {rest.length > 0 && (
          <Button icon="more" onPress={() => onOpen('more')}>
            {t(primary ? 'case.moreActions' : 'case.actions')}
          </Button>
        )}
        {primary && (
          <Button
            tone={primary.tone}
            wide
            isDisabled={primary.blocked !== null}
            {...(primary.blocked ? { 'aria-describedby': 'gov-blocked' } : {})}
            onPress={() => onOpen(primary.id)}
          >
            {say(primary.title)}
          </Button>
        )}
      </div>
      {open === 'more' && (
        <Dialog open onClose={() => onOpen(null)} title={t('case.actions')}>
          <ul className="gov-action-list">
            {rest.map((action) => (
              <ActionRow key={action.id} action={action} onPick={() => onOpen(action.id)} />
            ))}
          </ul>
        </Dialog>
      )}
      {kept && open !== null && open !== 'more' && (
        <Suspense>
          <ActionDialog key={kept.action.id} {...kept} onClose={() => onOpen(null)} />
        </Suspense>
      )}
    </div>
  )
}
