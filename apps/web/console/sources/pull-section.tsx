/** A source that the hub fetches by itself: how often, how the last time went, and fetching now. */
import type { SourceView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { TextField, useSending } from '../parts/form.tsx'
import { Ago, Facts, Moment, Mono, Outcome, StateMark } from '../parts/small.tsx'

interface Pull {
  url: string
  everyMinutes: number
  filter: { area?: string; codes?: string[] }
  enabled: boolean
  nextAt: string
  lastAt: string | null
  lastResult: { stations: number; stored: number; rejected: number } | { unchanged: true } | null
  lastError: string | null
  failures: number
}

const PullForm = ({ path, pull, onDone }: { path: string; pull: Pull | null; onDone: () => void }) => {
  const t = useWords()
  const sending = useSending()
  const [url, setUrl] = useState('')
  const [every, setEvery] = useState(String(pull?.everyMinutes ?? 60))
  const [area, setArea] = useState(pull?.filter.area ?? '')
  const save = async () => {
    const minutes = Number(every)
    const fine = sending.check({
      url: !/^https?:\/\/\S+$/.test(url) && t('pull.urlWrong'),
      everyMinutes: !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 10_080) && t('pull.everyWrong'),
    })
    if (!fine) return
    const body = { adapter: 'cnemc', url, everyMinutes: minutes, filter: area.trim() ? { area: area.trim() } : {} }
    if (await sending.send(() => request('PUT', path, { body }))) onDone()
  }
  return (
    <div className="hc-form">
      <TextField label={t('pull.url')} help={t('pull.urlHelp')} value={url} onChange={setUrl} error={sending.wrong('url')} mono />
      <div className="hc-form-two">
        <TextField label={t('pull.every')} value={every} onChange={setEvery} error={sending.wrong('everyMinutes')} />
        <TextField
          label={t('pull.area')}
          help={t('pull.areaHelp')}
          value={area}
          onChange={setArea}
          error={sending.wrong('filter')}
          optional
        />
      </div>
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <div className="hc-filters">
        <Button size="small" onPress={onDone}>
          {t('action.cancel')}
        </Button>
        <Button size="small" tone="primary" pending={sending.busy} onPress={() => void save()}>
          {t('pull.save')}
        </Button>
      </div>
    </div>
  )
}

const PullState = ({ pull }: { pull: Pull }) => {
  const t = useWords()
  const { lastResult: last } = pull
  return (
    <Facts
      of={[
        [t('pull.url'), <Mono key="url">{pull.url}</Mono>],
        [t('pull.every'), t('pull.everyMinutes', { minutes: pull.everyMinutes })],
        [
          t('pull.last'),
          <span key="last">
            <Ago at={pull.lastAt} />{' '}
            {pull.lastError ? (
              <StateMark tone="bad">{pull.lastError}</StateMark>
            ) : last && 'stations' in last ? (
              t('pull.lastResult', last)
            ) : last ? (
              t('pull.unchanged')
            ) : null}
          </span>,
        ],
        [t('pull.next'), pull.enabled ? <Moment key="next" at={pull.nextAt} /> : t('pull.off')],
      ]}
    />
  )
}

export const PullSection = ({ source }: { source: SourceView }) => {
  const t = useWords()
  const { may } = useSession()
  const client = useQueryClient()
  const path = `/api/sources/${encodeURIComponent(source.id)}/pull`
  const wanted = source.protocol === 'pull'
  const pull = useApi<Pull>(path, undefined, { enabled: wanted, every: 30_000 })
  const sending = useSending()
  const [editing, setEditing] = useState(false)
  const [stopping, setStopping] = useState(false)
  const none = pull.error instanceof ApiError && pull.error.status === 404
  if (!wanted || pull.isPending || (pull.error && !none)) return null
  const manage = may('source.manage', source.region)
  const again = () => client.invalidateQueries({ queryKey: [path] })
  const now = none ? null : (pull.data ?? null)
  const run = () =>
    void sending
      .send(() => request('POST', `${path}/run`, { body: {} }))
      .then((fine) => {
        void again()
        if (fine) toast(t('pull.ran'))
      })
  return (
    <section className="hc-section">
      <header>
        <h3>{t('pull.title')}</h3>
        {manage && !editing && (
          <div className="hc-filters">
            {now && (
              <>
                <Button size="small" tone="plain" pending={sending.busy} onPress={run}>
                  {t('pull.run')}
                </Button>
                <Button size="small" tone="plain" onPress={() => setStopping(true)}>
                  {t('pull.stop')}
                </Button>
              </>
            )}
            <Button size="small" onPress={() => setEditing(true)}>
              {t(now ? 'pull.change' : 'pull.set')}
            </Button>
          </div>
        )}
      </header>
      {editing ? (
        <PullForm
          path={path}
          pull={now}
          onDone={() => {
            setEditing(false)
            void again()
          }}
        />
      ) : now ? (
        <PullState pull={now} />
      ) : (
        <p className="hc-note">{t('pull.none')}</p>
      )}
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <Confirm
        open={stopping}
        onClose={() => setStopping(false)}
        title={t('pull.stopTitle')}
        action={t('pull.stop')}
        danger
        run={() => request('DELETE', path).then(again)}
      >
        {t('pull.stopHelp')}
      </Confirm>
    </section>
  )
}
