/** One field: what holds, what was suggested and why, and the owner's word on it. */
import { type ClassifiedField, type FieldConfirmation, lowersProtection } from '@haihe/contract'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { ProtectionInputs } from '../catalogue/fields-editor.tsx'
import { Protection } from '../catalogue/marks.tsx'
import { TextField, useSending } from '../parts/form.tsx'
import { Mono, Outcome, StateMark } from '../parts/small.tsx'
import { comparisonOf, isOpen, isShort, type Protection as Protected } from './classification.ts'

export interface Say {
  accept: (names: string[]) => Promise<unknown>
  confirm: (name: string, as: FieldConfirmation) => Promise<unknown>
}

const ChangeForm = ({ field, say, onDone }: { field: ClassifiedField; say: Say; onDone: () => void }) => {
  const t = useWords()
  const sending = useSending()
  const { grade, category, mask } = field.current
  const [next, setNext] = useState<Protected>({ grade, category, mask })
  const [reason, setReason] = useState('')
  const lowers = lowersProtection(field.current, next)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.querySelector('select')?.focus()
    box.current?.scrollIntoView?.({ block: 'nearest' })
  }, [])
  const save = async () => {
    if (!sending.check({ reason: isShort(field.current, next, reason) && t('classification.reasonShort') })) return
    if (await sending.send(() => say.confirm(field.name, { ...next, reason: reason.trim() }))) onDone()
  }
  return (
    <div ref={box} className="hc-form hc-change">
      <ProtectionInputs value={next} onChange={(change) => setNext({ ...next, ...change })} />
      <TextField
        label={t('classification.reason')}
        help={t(lowers ? 'classification.reasonLower' : 'classification.reasonHelp')}
        value={reason}
        onChange={setReason}
        optional={!lowers}
        error={sending.wrong('reason') ?? sending.wrong(`fields.${field.name}.reason`)}
        lines={2}
      />
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <div className="hc-filters">
        <Button size="small" onPress={onDone}>
          {t('action.cancel')}
        </Button>
        <Button size="small" tone="primary" pending={sending.busy} onPress={() => void save()}>
          {t(lowers ? 'classification.ask' : 'classification.save')}
        </Button>
      </div>
    </div>
  )
}

const Suggested = ({ field }: { field: ClassifiedField }) => {
  const t = useWords()
  const { suggestion } = field
  if (suggestion === null) return <span className="hc-note">{t('classification.noSuggestion')}</span>
  const comparison = comparisonOf(field)
  return (
    <>
      <Protection of={suggestion} />
      <small>
        {suggestion.reason}
        <br />
        {t('classification.sure', { percent: Math.round(suggestion.confidence * 100) })}
        {' · '}
        {suggestion.sampled > 0 ? t('classification.sampled', { count: suggestion.sampled }) : t('classification.notSampled')}
        {(comparison === 'same' || comparison === 'stricter') && ` · ${t(`classification.${comparison}`)}`}
      </small>
      {comparison === 'laxer' && <small>{t('classification.laxer')}</small>}
    </>
  )
}

export const FieldLine = ({ field, say, mayConfirm }: { field: ClassifiedField; say: Say; mayConfirm: boolean }) => {
  const t = useWords()
  const [changing, setChanging] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const accept = async () => {
    setBusy(true)
    setError(null)
    try {
      await say.accept([field.name])
    } catch (failed) {
      setError(failed instanceof Error ? failed.message : String(failed))
    } finally {
      setBusy(false)
    }
  }
  const { confirmed } = field.current
  const waits = field.lowering !== null
  // accepting never lowers: where the suggestion is laxer or missing, what holds is confirmed
  const take = t(['none', 'laxer'].includes(comparisonOf(field)) ? 'classification.keep' : 'classification.accept')
  return (
    <li>
      <header>
        <b>{field.title}</b>
        <Mono>{field.name}</Mono>
        {field.standard && <span className="hc-code">{field.standard}</span>}
        <StateMark tone={confirmed && !waits ? 'good' : 'wait'}>
          {t(waits ? 'classification.waits' : confirmed ? 'classification.confirmed' : 'classification.unconfirmed')}
        </StateMark>
      </header>
      <dl className="hc-two-words">
        <div>
          <dt>{t('classification.current')}</dt>
          <dd>
            <Protection of={field.current} />
            {field.current.reason && field.current.reason !== field.suggestion?.reason && <small>{field.current.reason}</small>}
          </dd>
        </div>
        <div>
          <dt>{t('classification.suggestion')}</dt>
          <dd>
            <Suggested field={field} />
          </dd>
        </div>
      </dl>
      {error && <Outcome tone="bad">{error}</Outcome>}
      {changing ? (
        <ChangeForm field={field} say={say} onDone={() => setChanging(false)} />
      ) : (
        mayConfirm &&
        !waits && (
          <div className="hc-filters">
            {isOpen(field) && (
              <Button
                size="small"
                icon="check"
                pending={busy}
                aria-label={`${take} ${field.title}`}
                onPress={() => void accept()}
              >
                {take}
              </Button>
            )}
            <Button
              size="small"
              tone="plain"
              aria-label={`${t('classification.change')} ${field.title}`}
              onPress={() => setChanging(true)}
            >
              {t('classification.change')}
            </Button>
          </div>
        )
      )}
    </li>
  )
}
