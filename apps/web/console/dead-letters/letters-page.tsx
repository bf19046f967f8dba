/** 死信: what was rejected, why, and the way back in. */
import type { DeadLetterView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot, Moment, Mono } from '../parts/small.tsx'
import { type PageAnswer, readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { useSources } from '../sources/sources.ts'
import { LetterPanel } from './letter-panel.tsx'
import type { LettersSearch } from './section.ts'
import './letters.css'
import type { LetterCounts } from './open-letters.ts'
import { detailOf, useReason } from './reason.ts'

const PATH = '/api/dead-letters'
const keyOf = ({ id }: DeadLetterView) => String(id)

const useColumns = (): Column<DeadLetterView>[] => {
  const t = useWords()
  const reason = useReason()
  return [
    { id: 'reason', title: t('letters.reason'), value: (letter) => reason(letter.code) },
    { id: 'code', title: t('letters.code'), value: ({ code }) => code, from: 1000 },
    {
      id: 'detail',
      title: t('letters.detail'),
      value: ({ code, message }) => detailOf(code, message),
      from: 44,
    },
    {
      id: 'path',
      title: t('letters.path'),
      value: (letter) => letter.path,
      cell: (letter) => (letter.path ? <Mono>{letter.path}</Mono> : '—'),
      width: 8,
      from: 48,
    },
    {
      id: 'source',
      title: t('letters.source'),
      value: (letter) => letter.source,
      cell: ({ source }) => <Mono>{source}</Mono>,
      width: 9,
      from: 34,
    },
    {
      id: 'raw',
      title: t('letters.item'),
      value: (letter) => letter.raw,
      cell: (letter) => <Mono>{letter.raw.slice(0, 160)}</Mono>,
      from: 66,
    },
    { id: 'line', title: t('letters.line'), value: (letter) => letter.line, width: 4, align: 'end', from: 78 },
    {
      id: 'seen',
      title: t('letters.seen'),
      value: (letter) => letter.seen,
      cell: (letter) => (letter.seen > 1 ? `×${formatFigure(letter.seen)}` : '1'),
      width: 4.5,
      align: 'end',
      from: 30,
    },
    {
      id: 'lastAt',
      title: t('letters.lastAt'),
      value: (letter) => letter.lastAt,
      cell: ({ lastAt }) => <Moment at={lastAt} />,
      width: 7.5,
    },
  ]
}

type Filter = { source?: string; code?: string; ids?: number[] }

/** Replay and discard of what is chosen, or of all that the filter selects. */
const Bulk = ({ filter, count, onDone }: { filter: Filter; count: number; onDone: () => void }) => {
  const t = useWords()
  const [asking, setAsking] = useState<'replay' | 'discard' | null>(null)
  const replay = async () => {
    let [replayed, rejected] = [0, 0]
    // one call replays 5,000 at most and always from the oldest: it is repeated while it gets anything in
    for (let more = true; more; ) {
      const answer = await post<{ replayed: number; rejected: number; more: boolean }>(`${PATH}/replay`, filter)
      replayed += answer.replayed
      rejected = answer.rejected
      more = answer.more && answer.replayed > 0
    }
    toast(t('letters.bulkReplayed', { replayed, rejected }), rejected > 0 ? 'info' : 'check')
    onDone()
  }
  const discard = async (reason: string) => {
    let discarded = 0
    for (let last = Number.POSITIVE_INFINITY; last > 0; ) {
      last = (await post<{ discarded: number }>(`${PATH}/discard`, { filter, reason })).discarded
      discarded += last
      if (last < 10_000) break
    }
    toast(t('letters.bulkDiscarded', { count: discarded }))
    onDone()
  }
  const words = { count: formatFigure(count) }
  return (
    <>
      <Button size="small" tone="primary" icon="play" onPress={() => setAsking('replay')}>
        {t(filter.ids ? 'letters.replayChosen' : 'letters.replayAll', words)}
      </Button>
      <Button size="small" tone="danger" icon="trash" onPress={() => setAsking('discard')}>
        {t(filter.ids ? 'letters.discardChosen' : 'letters.discardAll', words)}
      </Button>
      <Confirm
        open={asking === 'replay'}
        onClose={() => setAsking(null)}
        title={t('letters.replayTitle', words)}
        action={t('letters.replay')}
        run={replay}
      >
        {t('letters.replayHelp')}
      </Confirm>
      <Confirm
        open={asking === 'discard'}
        onClose={() => setAsking(null)}
        title={t('letters.discardTitle', words)}
        action={t('letters.discard')}
        danger
        reason={{ label: t('letters.discardReason'), least: 2 }}
        run={discard}
      >
        {t('letters.discardHelp')}
      </Confirm>
    </>
  )
}

export const LettersPage = () => {
  const t = useWords()
  const reason = useReason()
  const client = useQueryClient()
  const { may } = useSession()
  const { search, go } = useSearchState<LettersSearch>()
  const { source, code } = search
  const state = search.state ?? 'open'
  const query = { source, code, state }
  const letters = usePages<DeadLetterView, PageAnswer<DeadLetterView> & LetterCounts>(
    PATH,
    { ...query, limit: 100 },
    { param: 'before', every: 15_000 },
  )
  const sources = useSources(may('source.read'))
  const columns = useColumns()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const counts = letters.first?.counts ?? []
  const selected = useMemo(
    () => counts.filter((one) => code === undefined || one.code === code).reduce((sum, { count }) => sum + count, 0),
    [counts, code],
  )
  const ids = [...chosen].filter((key) => letters.items.some((letter) => keyOf(letter) === key)).map(Number)
  const filter: Filter | null =
    ids.length > 0 ? { ids } : source || code ? { ...(source ? { source } : {}), ...(code ? { code } : {}) } : null
  const open = (id: string | undefined) => go({ open: id })
  const again = () => {
    setChosen(new Set())
    void client.invalidateQueries({ queryKey: [PATH] })
    void client.invalidateQueries({ queryKey: ['/api/sources'] })
  }
  useKeys({ refresh: letters.refetch, ...(search.open ? {} : { next: () => open(letters.items[0] && keyOf(letters.items[0])) }) })
  const acts = state === 'open' && may('dead-letter.replay')

  return (
    <Page
      title={t('nav.dead-letters')}
      note={t('letters.note')}
      tools={
        <>
          {acts && filter && <Bulk filter={filter} count={ids.length || selected} onDone={again} />}
          <ExportMenu
            name="dead-letters"
            columns={columns}
            rows={letters.items}
            all={() => readAll<DeadLetterView>(PATH, query, 'before')}
          />
        </>
      }
      filters={
        <>
          <Segments
            label={t('letters.state')}
            value={state}
            options={(['open', 'replayed', 'discarded'] as const).map((value) => ({ value, label: t(`letters.is.${value}`) }))}
            onChange={(value) => go({ state: value === 'open' ? undefined : value, open: undefined })}
          />
          <Choose
            label={t('letters.source')}
            value={source}
            all={t('filter.all')}
            options={sources.data?.sources.map(({ id, title }) => ({ value: id, label: title })) ?? []}
            onChange={(value) => go({ source: value, open: undefined })}
          />
          <Choose
            label={t('letters.reason')}
            value={code}
            all={t('filter.all')}
            options={counts.map((one) => ({ value: one.code, label: `${reason(one.code)} (${formatFigure(one.count)})` }))}
            onChange={(value) => go({ code: value, open: undefined })}
          />
          <Foot wait={letters.first === undefined}>
            {t('foot.loaded', { shown: formatFigure(letters.items.length), total: formatFigure(selected) })}
            {acts && !filter && selected > 0 && ` · ${t('letters.narrow')}`}
          </Foot>
        </>
      }
      panel={
        search.open ? (
          <LetterPanel
            key={search.open}
            id={search.open}
            onClose={() => open(undefined)}
            onDone={again}
            {...neighboursOf(letters.items, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={letters.items}
        pending={letters.pending}
        error={letters.error}
        refetch={letters.refetch}
        filtered={Boolean(source || code)}
        empty={
          <Empty icon={state === 'open' ? 'check' : 'empty'} title={t(`letters.none.${state}`)}>
            {t('letters.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('nav.dead-letters')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(letter) => `/console/dead-letters?open=${letter.id}`}
            onOpen={(letter) => open(keyOf(letter))}
            current={search.open ?? null}
            onEnd={letters.loadMore}
            total={selected}
            {...(acts ? { chosen, onChoose: setChosen } : {})}
          />
        )}
      </ListFaces>
    </Page>
  )
}
