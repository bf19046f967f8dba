/** Sending everything again, in order, from a time or from a delivery on; what is too much for once goes on from its cursor. */
import type { SubscriptionView } from '@haihe/contract'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { instantOf, localMinute } from '../../ui/minute.ts'
import { Segments } from '../parts/filters.tsx'
import { TextField, useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { replayFrom, SUBSCRIPTIONS } from './deliveries.ts'

const HOUR_MS = 3_600_000

interface Answer {
  queued: number
  next: number | null
}

export const Replay = ({ one, onDone }: { one: SubscriptionView; onDone: () => unknown }) => {
  const t = useWords()
  const sending = useSending()
  const [by, setBy] = useState<'time' | 'cursor'>('time')
  const [time, setTime] = useState(() => localMinute(Date.now() - HOUR_MS))
  const [cursor, setCursor] = useState('')
  const [answer, setAnswer] = useState<Answer | null>(null)
  const run = async () => {
    const from = replayFrom(by, by === 'time' ? instantOf(time) : cursor)
    if (!sending.check({ from: from === null && t(by === 'time' ? 'routing.timeWrong' : 'subscriptions.cursorWrong') })) return
    await sending.send(async () => {
      const path = `${SUBSCRIPTIONS}/${encodeURIComponent(one.id)}/replay`
      const done = await post<Answer>(path, { tenant: one.tenant, ...from })
      setAnswer(done)
      if (done.next !== null) {
        setBy('cursor')
        setCursor(String(done.next))
      }
      onDone()
    })
  }
  return (
    <section className="hc-section">
      <h3>{t('subscriptions.replay')}</h3>
      <p className="hc-note">{t('subscriptions.replayHelp')}</p>
      <div className="hc-filters">
        <Segments
          label={t('subscriptions.replayBy')}
          value={by}
          options={[
            { value: 'time', label: t('subscriptions.byTime') },
            { value: 'cursor', label: t('subscriptions.byCursor') },
          ]}
          onChange={setBy}
        />
      </div>
      <div className="hc-form-two">
        {by === 'time' ? (
          <TextField
            label={t('subscriptions.replayFrom')}
            type="datetime-local"
            value={time}
            onChange={setTime}
            error={sending.wrong('from')}
          />
        ) : (
          <TextField
            label={t('subscriptions.replayCursor')}
            help={t('subscriptions.replayCursorHelp')}
            value={cursor}
            onChange={setCursor}
            error={sending.wrong('from')}
          />
        )}
      </div>
      {answer && (
        <Outcome tone="good">
          {t('subscriptions.replayed', { count: answer.queued })}
          {answer.next !== null && ` ${t('subscriptions.replayMore', { next: answer.next })}`}
        </Outcome>
      )}
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <div className="hc-filters">
        <Button size="small" icon="history" pending={sending.busy} onPress={() => void run()}>
          {t('subscriptions.replay')}
        </Button>
      </div>
    </section>
  )
}
