/** How far a run is, how fast, when it will end, and the levers people have over it. */
import type { RunView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatFigure, formatSpan } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useNow } from '../../ui/use-now.ts'
import { Confirm } from '../parts/confirm.tsx'
import { useSending } from '../parts/form.tsx'
import { Moment, Outcome, StateMark } from '../parts/small.tsx'
import { formatBytes, formatRows, isOpen, type Lever, leversOf, RUN_TONE, readAnew, shareOf } from './exchange.ts'
import { Fault } from './fault.tsx'
import { useUpload } from './use-upload.ts'

export const RunState = ({ run }: { run: Pick<RunView, 'state' | 'wish'> }) => {
  const t = useWords()
  return (
    <StateMark tone={RUN_TONE[run.state]}>{t(run.wish ? `exchange.wish.${run.wish}` : `exchange.run.${run.state}`)}</StateMark>
  )
}

export const ProgressBar = ({ share, label }: { share: number | null; label: string }) => (
  <div
    className="hc-progress"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
    data-unknown={share === null || undefined}
  >
    <i style={{ width: share === null ? '100%' : `${share * 100}%` }} />
  </div>
)

const Count = ({ n, label, bad }: { n: number; label: string; bad?: boolean }) => (
  <div className="hc-count" data-bad={(bad && n > 0) || undefined}>
    <b>{formatRows(n)}</b>
    {label}
  </div>
)

export const RunCounts = ({ run }: { run: RunView }) => {
  const t = useWords()
  return (
    <div className="hc-counts">
      <Count n={run.read} label={t('exchange.read')} />
      <Count n={run.written} label={t('exchange.written')} />
      <Count n={run.unchanged} label={t('exchange.unchanged')} />
      <Count n={run.rejected} label={t('exchange.rejected')} bad />
      {run.removed > 0 && <Count n={run.removed} label={t('exchange.removed')} />}
    </div>
  )
}

const LEVER_ICON = { pause: 'minus', resume: 'play', cancel: 'close' } as const

export const RunLevers = ({ run }: { run: RunView }) => {
  const t = useWords()
  const client = useQueryClient()
  const sending = useSending()
  const [asking, setAsking] = useState(false)
  const [pulled, setPulled] = useState<Lever | null>(null)
  const pull = (lever: Lever) => post(`/api/runs/${run.id}/${lever}`).finally(() => readAnew(client))
  const press = (lever: Lever) => {
    if (lever === 'cancel') return setAsking(true)
    setPulled(lever)
    void sending.send(() => pull(lever))
  }
  const levers = leversOf(run)
  return (
    <>
      {levers.length > 0 && (
        <div className="hc-filters">
          {levers.map((lever) => (
            <Button
              key={lever}
              size="small"
              icon={LEVER_ICON[lever]}
              tone={lever === 'resume' ? 'primary' : 'quiet'}
              pending={sending.busy && pulled === lever}
              onPress={() => press(lever)}
            >
              {t(`exchange.lever.${lever}`)}
            </Button>
          ))}
        </div>
      )}
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('exchange.cancelTitle')}
        action={t('exchange.lever.cancel')}
        danger
        run={() => pull('cancel')}
      >
        <p>{t('exchange.cancelHelp')}</p>
      </Confirm>
    </>
  )
}

/** A run that said nothing for this long waits for its source, or for somebody to take it over. */
const QUIET = 60_000

const UPLOAD = /^[0-9a-f]{8}-/

/** An upload goes by its id; its name is its owner's to see. */
const Input = ({ run }: { run: RunView }) => {
  const t = useWords()
  const byId = run.input !== null && UPLOAD.test(run.input)
  const upload = useUpload(byId && run.input ? run.input : undefined)
  const name = byId ? upload.data?.name : run.input
  return <>{name ? t('exchange.fromFile', { name }) : t(byId ? 'exchange.kind.upload' : `exchange.trigger.${run.trigger}`)}</>
}

export const RunProgress = ({ run, manage }: { run: RunView; manage: boolean }) => {
  const t = useWords()
  const now = useNow(1000)
  const share = shareOf(run)
  const quiet = now - Date.parse(run.changedAt)
  const open = isOpen(run)
  const left = run.expectedEnd === null ? null : Date.parse(run.expectedEnd) - now
  return (
    <div className="hc-run">
      <div className="hc-run-line">
        <RunState run={run} />
        {open && share !== null && <b className="hc-run-share">{Math.floor(share * 100)}%</b>}
        <span className="hc-note">
          <Input run={run} />
          {' · '}
          <Moment at={run.startedAt ?? run.createdAt} />
        </span>
      </div>
      {(open || (run.state === 'failed' && share !== null)) && (
        <ProgressBar share={run.state === 'queued' ? 0 : share} label={t('exchange.progress')} />
      )}
      <RunCounts run={run} />
      <p className="hc-note" role="status">
        {t('exchange.rate', { rate: run.rate > 0 ? formatFigure(run.rate) : '—' })}
        {run.bytes > 0 && ` · ${formatBytes(run.bytes)}`}
        {run.totalUnit === 'bytes' && run.total !== null && ` / ${formatBytes(run.total)}`}
        {run.totalUnit === 'rows' &&
          run.total !== null &&
          isOpen(run) &&
          ` · ${t('exchange.ofRows', { total: formatRows(run.total) })}`}
        {run.state === 'running' && left !== null && ` · ${t('exchange.left', { span: formatSpan(Math.max(0, left)) })}`}
        {run.endedAt &&
          run.startedAt &&
          ` · ${t('exchange.took', { span: formatSpan(Date.parse(run.endedAt) - Date.parse(run.startedAt)) })}`}
        {run.state === 'running' && quiet > QUIET && ` · ${t('exchange.lastHeard', { span: formatSpan(quiet) })}`}
        {run.attempts > 1 && ` · ${t('exchange.attempts', { count: run.attempts })}`}
      </p>
      {run.error && (
        <Outcome tone="bad">
          <Fault message={run.error} />
        </Outcome>
      )}
      {manage && <RunLevers run={run} />}
    </div>
  )
}
