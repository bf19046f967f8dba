/** What the person may do with an entry now; every step is asked for with its reason. */
import { type CatalogueAction, type CatalogueEntry, refusalOf } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button, type Tone } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { readAnew } from './catalogue.ts'

type Step = Exclude<CatalogueAction, 'change'>
/** the one that leads on stands last */
const STEPS: readonly Step[] = ['withdraw', 'discard', 'recall', 'return', 'submit', 'publish']
const TONE: Partial<Record<Step, Tone>> = { submit: 'primary', publish: 'primary', withdraw: 'danger', discard: 'danger' }

/** A reviewer who wrote part of it is told why the button is missing: the server's own rule. */
export const isOwnWork = (actor: Parameters<typeof refusalOf>[0] | undefined, entry: CatalogueEntry): boolean => {
  if (!actor) return false
  const { resource, submitted, authors } = entry
  const subject = { state: resource.state, submitted, owner: resource.owner, region: resource.region, authors }
  return refusalOf(actor, subject, 'publish') === 'own-work'
}

export const EntryActions = ({ entry }: { entry: CatalogueEntry }) => {
  const t = useWords()
  const client = useQueryClient()
  const { me } = useSession()
  const [asked, setAsked] = useState<Step | null>(null)
  // the words of the question stay while the dialog leaves
  const [shown, setShown] = useState<Step>('submit')
  const steps = STEPS.filter((step) => entry.actions.includes(step))
  const act = async (reason: string) => {
    if (!asked) return
    try {
      await post(`/api/catalogue/${entry.resource.id}/actions`, { action: asked, reason, revision: entry.revision })
    } finally {
      // also after a refusal: somebody else may have been quicker
      await readAnew(client)
    }
    toast(t('catalogue.acted', { action: t(`catalogue.act.${asked}`) }))
  }
  return (
    <>
      {isOwnWork(me?.actor, entry) && <p className="hc-note">{t('catalogue.ownWork')}</p>}
      {steps.map((step) => (
        <Button
          key={step}
          size="small"
          tone={TONE[step] ?? 'quiet'}
          onPress={() => {
            setShown(step)
            setAsked(step)
          }}
        >
          {t(`catalogue.act.${step}`)}
        </Button>
      ))}
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={t('catalogue.askTitle', { action: t(`catalogue.act.${shown}`), title: (entry.work ?? entry.resource).title })}
        action={t(`catalogue.act.${shown}`)}
        danger={TONE[shown] === 'danger'}
        reason={{ label: t(`catalogue.reason.${shown}`), least: 2 }}
        run={act}
      >
        <p>{t(`catalogue.ask.${shown}`)}</p>
      </Confirm>
    </>
  )
}
