/** One rejected item: why, as it came, mended, sent again. */
import type { DeadLetterView } from '@haihe/contract'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { prettyJson, readJson } from '../lib/json-text.ts'
import { AppLink } from '../parts/app-link.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { useSending } from '../parts/form.tsx'
import { JsonEditor, JsonView } from '../parts/json.tsx'
import { useKeys } from '../parts/keys.ts'
import { Ago, Facts, Moment, Mono, Outcome, StateMark } from '../parts/small.tsx'
import { isObject, shapeProblems } from './item.ts'
import { useReason } from './reason.ts'

interface Replay {
  letter: DeadLetterView
  result: { status: string; code?: string; message?: string }
}

const Why = ({ letter }: { letter: DeadLetterView }) => {
  const t = useWords()
  const reason = useReason()
  return (
    <section className="hc-section">
      <div className="hc-why">
        <b>{letter.message || reason(letter.code)}</b>
        <span>
          <span className="hc-code">{letter.code}</span>
          {letter.path && (
            <>
              {' '}
              {t('letters.atPath')} <Mono>{letter.path}</Mono>
            </>
          )}
        </span>
      </div>
      <Facts
        of={[
          [
            t('letters.source'),
            <AppLink key="source" href={`/console/sources?open=${letter.source}`}>
              {letter.source}
            </AppLink>,
          ],
          [t('letters.receivedAt'), <Moment key="received" at={letter.receivedAt} />],
          letter.seen > 1 && [
            t('letters.seen'),
            <span key="seen">
              {t('letters.seenTimes', { count: letter.seen, display: formatFigure(letter.seen) })} <Ago at={letter.lastAt} />
            </span>,
          ],
          letter.line !== null && [t('letters.line'), letter.line],
          letter.attempts > 0 && [t('letters.attempts'), letter.attempts],
          letter.decidedAt !== null && [t('letters.decided'), <Moment key="decided" at={letter.decidedAt} />],
          letter.decidedBy !== null && [
            t('letters.decidedBy'),
            <AppLink key="by" href={`/console/audit?subject=dead-letter:${letter.id}`}>
              <Mono>{letter.decidedBy.slice(0, 12)}</Mono>
            </AppLink>,
          ],
          letter.reason !== null && [t('letters.discardReason'), letter.reason],
        ]}
      />
    </section>
  )
}

const Mend = ({ letter, onDone }: { letter: DeadLetterView; onDone: () => void }) => {
  const t = useWords()
  const sending = useSending()
  const [text, setText] = useState(() => prettyJson(letter.raw))
  const [rejected, setRejected] = useState<Replay['result'] | null>(letter.result?.status === 'rejected' ? letter.result : null)
  const reading = readJson(text)
  const changed = text !== prettyJson(letter.raw)
  const item = reading.ok && isObject(reading.value) ? reading.value : null
  const problems = item ? shapeProblems(item) : []
  const replay = async () => {
    if (!item) return
    await sending.send(async () => {
      const { result } = await post<Replay>(`/api/dead-letters/${letter.id}/replay`, changed ? { item } : {})
      setRejected(result.status === 'rejected' ? result : null)
      onDone()
    })
  }
  return (
    <section className="hc-section">
      <header>
        <h3>{t('letters.mend')}</h3>
        <Button size="small" tone="plain" isDisabled={!changed} onPress={() => setText(prettyJson(letter.raw))}>
          {t('letters.asItCame')}
        </Button>
      </header>
      {letter.truncated && <Outcome tone="bad">{t('letters.truncated')}</Outcome>}
      <JsonEditor label={t('letters.mend')} text={text} onChange={setText} onSend={() => void replay()} />
      {reading.ok && !item && <Outcome tone="bad">{t('letters.notObject')}</Outcome>}
      {problems.length > 0 && (
        <ul className="hc-problems" aria-label={t('letters.problems')}>
          {problems.map(({ path, problem }) => (
            <li key={`${path} ${problem}`}>
              <Mono>{path}</Mono> {t(`letters.shape.${problem}`)}
            </li>
          ))}
        </ul>
      )}
      {rejected && (
        <Outcome tone="bad">
          <b>{t('letters.rejectedAgain')}</b>
          <span>
            {rejected.message} {rejected.code && <span className="hc-code">{rejected.code}</span>}
          </span>
        </Outcome>
      )}
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <div className="hc-filters">
        <Button tone="primary" icon="play" pending={sending.busy} isDisabled={!item} onPress={() => void replay()}>
          {t(changed ? 'letters.replayMended' : 'letters.replay')}
        </Button>
        <span className="hc-note">{t('letters.sendKey')}</span>
      </div>
    </section>
  )
}

export const LetterPanel = ({
  id,
  onClose,
  onDone,
  ...neighbours
}: Neighbours & { id: string; onClose: () => void; onDone: () => void }) => {
  const t = useWords()
  const { may } = useSession()
  const path = `/api/dead-letters/${encodeURIComponent(id)}`
  const letter = useApi<DeadLetterView>(path)
  const [discarding, setDiscarding] = useState(false)
  useKeys({ edit: () => document.querySelector<HTMLElement>('.hc-editor textarea')?.focus() })
  const done = () => {
    void letter.refetch()
    onDone()
  }
  const one = letter.data
  const acts = one?.state === 'open' && may('dead-letter.replay', one.region)
  return (
    <Panel
      title={t('letters.one', { id })}
      above={
        one && (
          <StateMark tone={one.state === 'open' ? 'bad' : one.state === 'replayed' ? 'good' : 'off'}>
            {t(`letters.is.${one.state}`)}
          </StateMark>
        )
      }
      onClose={onClose}
      {...neighbours}
      tools={
        acts && (
          <Button size="small" tone="plain" icon="trash" onPress={() => setDiscarding(true)}>
            {t('letters.discard')}
          </Button>
        )
      }
    >
      <Faces of={letter} loading={<LoadingRows rows={5} />}>
        {(data) => (
          <>
            {data.state === 'replayed' && <Outcome tone="good">{t('letters.wentIn')}</Outcome>}
            <Why letter={data} />
            {acts ? (
              <Mend key={data.id} letter={data} onDone={done} />
            ) : (
              <section className="hc-section">
                <h3>{t('letters.item')}</h3>
                <JsonView value={prettyJson(data.raw)} label={t('letters.item')} />
              </section>
            )}
          </>
        )}
      </Faces>
      <Confirm
        open={discarding}
        onClose={() => setDiscarding(false)}
        title={t('letters.discardOne')}
        action={t('letters.discard')}
        danger
        reason={{ label: t('letters.discardReason'), least: 2 }}
        run={async (reason) => {
          await post(`${path}/discard`, { reason })
          done()
        }}
      >
        {t('letters.discardHelp')}
      </Confirm>
    </Panel>
  )
}
