/** Rows that were not taken: why, which line, what stood there; corrected, tried again, or given up. */
import { type ConnectorView, REJECT_REASONS, type RejectReason, type RejectView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Segments } from '../parts/filters.tsx'
import { useSending } from '../parts/form.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { formatRows, readAnew } from './exchange.ts'
import { useRejects, useResource } from './lists.ts'
import { RejectForm } from './reject-form.tsx'
import { RejectTools } from './reject-tools.tsx'
import type { ConnectorsSearch } from './section.ts'

/** 借出日期：不是有效日期 */
export const useReasonWords = (resource: string): ((problem: { field: string | null; reason: string }) => string) => {
  const t = useWords()
  const say = useText()
  const entry = useResource(resource)
  return ({ field, reason }) => {
    const known = REJECT_REASONS[reason as RejectReason]
    const title = entry.data?.resource.fields.find(({ name }) => name === field)?.title ?? field
    const why = known ? say(known) : reason
    return title ? t('exchange.reasonOf', { field: title, why }) : why
  }
}

const MOST_IDS = 1000

export const RejectsTab = ({ connector }: { connector: ConnectorView }) => {
  const t = useWords()
  const client = useQueryClient()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const [state, setState] = useState<RejectView['state']>('open')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [discarding, setDiscarding] = useState(false)
  const sending = useSending()
  const reasonOf = useReasonWords(connector.resource)
  const [why, setWhy] = useState<{ field: string | null; reason: RejectReason } | null>(null)
  const filter = { state, ...(why ? { reason: why.reason, field: why.field ?? '' } : {}) }
  const list = useRejects(connector.id, filter)
  const path = `/api/connectors/${connector.id}/rejects`
  /** what a lever is pulled for: those ticked, else those of the reason, else all */
  const which = () => ({ ids, ...(ids === null && why ? { why } : {}) })
  const ids = chosen.size === 0 ? null : [...chosen].map(Number).slice(0, MOST_IDS)
  const choose = (next: typeof why) => {
    setWhy(next)
    setChosen(new Set())
  }
  const done = async (said: string) => {
    choose(null)
    await readAnew(client)
    toast(said)
  }
  const replay = async () => {
    if (await sending.send(() => post(`${path}/replay`, which()))) await done(t('exchange.replaying'))
  }
  const discard = () => post(`${path}/discard`, which()).then(() => done(t('exchange.wasDiscarded')))
  const count = ids?.length ?? list.first?.total ?? 0
  const some = ids !== null || why !== null
  const open = (id: number | undefined) => go({ reject: id === undefined ? undefined : String(id) }, { replace: true })
  const current = list.items?.find(({ id }) => String(id) === search.reject)
  if (current)
    return (
      <RejectForm
        key={current.id}
        connector={connector}
        reject={current}
        onDone={() => open(list.items?.[list.items.indexOf(current) + 1]?.id)}
        onBack={() => open(undefined)}
      />
    )
  const columns: Column<RejectView>[] = [
    { id: 'line', title: t('exchange.line'), value: ({ line }) => line, width: 5 },
    {
      id: 'why',
      title: t('exchange.why'),
      value: ({ problems }) => problems.map(reasonOf).join('；'),
      cell: ({ problems, corrected }) => `${corrected ? t('exchange.corrected') : ''}${problems.map(reasonOf).join('；')}`,
    },
    {
      id: 'found',
      title: t('exchange.found'),
      value: ({ problems }) => problems.map(({ detail }) => detail).join('；'),
      from: 26,
    },
    { id: 'seen', title: t('exchange.seen'), value: ({ seen }) => seen, width: 4.5, align: 'end', from: 40 },
    { id: 'at', title: t('exchange.at'), value: ({ at }) => at, cell: ({ at }) => <Ago at={at} />, width: 7, from: 36 },
  ]
  return (
    <div className="hc-section">
      <div className="hc-filters">
        <Segments
          label={t('exchange.state')}
          value={state}
          options={(['open', 'replayed', 'discarded'] as const).map((value) => ({
            value,
            label: t(`exchange.reject.${value}`),
            count: value === 'open' ? connector.openRejects : null,
          }))}
          onChange={(next) => {
            setState(next)
            choose(null)
          }}
        />
        {state === 'open' && connector.openRejects > 0 && (
          <>
            <Button size="small" tone="primary" icon="refresh" pending={sending.busy} onPress={() => void replay()}>
              {some ? t('exchange.replaySome', { count }) : t('exchange.replayAll')}
            </Button>
            <Button size="small" onPress={() => setDiscarding(true)}>
              {some ? t('exchange.discardSome', { count }) : t('exchange.discardAll')}
            </Button>
          </>
        )}
      </div>
      <p className="hc-note">{t('exchange.rejectsHelp')}</p>
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      {state === 'open' && list.first && list.first.reasons.length > 0 && (
        <ul className="hc-reasons" aria-label={t('exchange.reasons')}>
          {list.first.reasons.slice(0, 12).map((one) => {
            const on = why?.field === one.field && why.reason === one.reason
            return (
              <li key={`${one.field} ${one.reason}`}>
                <button
                  type="button"
                  aria-pressed={on}
                  onClick={() => choose(on ? null : { field: one.field, reason: one.reason as RejectReason })}
                >
                  {reasonOf(one)} <b>{formatRows(one.n)}</b>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {(list.first?.total ?? 0) > 0 && <RejectTools path={path} filter={filter} mend={state === 'open'} />}
      <ListFaces
        items={list.items}
        pending={list.pending}
        error={list.error}
        refetch={list.refetch}
        empty={<Empty icon="check" title={t(`exchange.noRejects.${state}`)} small />}
      >
        {(items) => (
          <DataTable
            label={t('exchange.tab.rejects')}
            columns={columns}
            rows={items}
            keyOf={({ id }) => String(id)}
            hrefOf={({ id }) => `/console/connectors?open=${connector.id}&tab=rejects&reject=${id}`}
            onOpen={({ id }) => open(id)}
            short
            {...(state === 'open' ? { chosen, onChoose: setChosen } : {})}
          />
        )}
      </ListFaces>
      {list.more && (
        <Button size="small" onPress={list.loadMore}>
          {t('foot.more')}
        </Button>
      )}
      <Confirm
        open={discarding}
        onClose={() => setDiscarding(false)}
        title={some ? t('exchange.discardSome', { count }) : t('exchange.discardAll')}
        action={t('exchange.discard')}
        danger
        run={discard}
      >
        <p>{t('exchange.discardHelp')}</p>
      </Confirm>
    </div>
  )
}
