/** 分类分级: what waits for its owner's word, and downgrades that wait for a second person. */
import type { ClassificationLowering, UnconfirmedResource } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { readAnew } from '../catalogue/catalogue.ts'
import '../catalogue/catalogue.css'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot, Mono } from '../parts/small.tsx'
import { type PageAnswer, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import type { ClassificationSearch } from './section.ts'
import './classification.css'
import { Lowerings } from './lowerings.tsx'
import { ResourcePanel } from './resource-panel.tsx'

type Unconfirmed = PageAnswer<UnconfirmedResource> & { total: number; fields: number }

/** what the server takes in one go */
const BULK_MOST = 50
const keyOf = (row: UnconfirmedResource) => row.resource

const useColumns = (): Column<UnconfirmedResource>[] => {
  const t = useWords()
  return [
    { id: 'title', title: t('classification.resource'), value: (row) => row.title },
    {
      id: 'code',
      title: t('catalogue.code'),
      value: (row) => row.code,
      cell: (row) => <Mono>{row.code}</Mono>,
      width: 8,
      from: 46,
    },
    { id: 'owner', title: t('catalogue.owner'), value: (row) => row.ownerName, width: 12, from: 34 },
    { id: 'grade', title: t('catalogue.grade'), value: (row) => t(`resource.gradeShort.${row.grade}`), width: 5, from: 40 },
    {
      id: 'open',
      title: t('classification.open'),
      value: (row) => row.unconfirmed,
      cell: (row) => t('classification.openOf', { open: row.unconfirmed, fields: row.fields }),
      width: 6,
      align: 'end',
    },
    {
      id: 'who',
      title: '',
      value: (row) => (row.canConfirm ? '' : t('classification.cannot')),
      cell: (row) => <span className="hc-note">{row.canConfirm ? '' : t('classification.cannot')}</span>,
      width: 9,
      from: 56,
    },
  ]
}

const useBulk = (onDone: () => void) => {
  const t = useWords()
  const client = useQueryClient()
  return async (resources: string[]) => {
    const { results } = await post<{ results: { confirmed: number; left: number }[] }>('/api/classification/confirm', {
      resources,
    })
    const sum = (part: 'confirmed' | 'left') => results.reduce((total, result) => total + result[part], 0)
    toast(t('classification.bulkDone', { confirmed: sum('confirmed'), left: sum('left') }))
    onDone()
    await readAnew(client)
  }
}

export const ClassificationPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<ClassificationSearch>()
  const lowering = search.view === 'lowerings'
  const decided = search.state === 'decided'
  const list = usePages<UnconfirmedResource, Unconfirmed>(
    '/api/classification/unconfirmed',
    { mine: search.whose === 'mine' ? 'true' : 'false', limit: 100 },
    { param: 'after', enabled: !lowering },
  )
  const waiting = usePages<ClassificationLowering>(
    '/api/classification/lowerings',
    { state: decided ? undefined : 'open', limit: 50 },
    { param: 'before' },
  )
  const lowerings = waiting.items.filter(({ state }) => (state === 'open') !== decided)
  const columns = useColumns()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const bulk = useBulk(() => setChosen(new Set()))
  const rows = list.items
  const mine = rows.filter((row) => chosen.has(row.resource) && row.canConfirm).slice(0, BULK_MOST)
  const open = (id: string | undefined) => go({ open: id, show: undefined })
  useKeys({
    refresh: lowering ? waiting.refetch : list.refetch,
    ...(search.open || lowering ? {} : { next: () => open(rows[0]?.resource) }),
  })

  return (
    <Page
      title={t('page.classification')}
      note={t('classification.note')}
      filters={
        <>
          <Segments
            label={t('classification.view.label')}
            value={lowering ? 'lowerings' : 'open'}
            options={[
              { value: 'open' as const, label: t('classification.view.open') },
              {
                value: 'lowerings' as const,
                label: t('classification.view.lowerings'),
                count: decided ? null : lowerings.length || null,
              },
            ]}
            onChange={(view) => go({ view: view === 'lowerings' ? view : undefined, open: undefined, state: undefined })}
          />
          {lowering ? (
            <Segments
              label={t('classification.lower.state.label')}
              value={decided ? 'decided' : 'open'}
              options={[
                { value: 'open' as const, label: t('classification.lower.state.open') },
                { value: 'decided' as const, label: t('classification.lower.state.decided') },
              ]}
              onChange={(state) => go({ state: state === 'decided' ? state : undefined }, { replace: true })}
            />
          ) : (
            <>
              <Segments
                label={t('classification.whose.label')}
                value={search.whose ?? 'all'}
                options={[
                  { value: 'all' as const, label: t('classification.whose.all') },
                  { value: 'mine' as const, label: t('classification.whose.mine') },
                ]}
                onChange={(whose) => go({ whose: whose === 'mine' ? whose : undefined }, { replace: true })}
              />
              {mine.length > 0 && (
                <Button size="small" tone="primary" icon="check" onPress={() => setAsking(true)}>
                  {t('classification.bulk', { count: mine.length })}
                </Button>
              )}
              {chosen.size > mine.length && <span className="hc-note">{t('classification.bulkOnly')}</span>}
              <Foot wait={list.first === undefined}>
                {t('classification.foot', { total: list.first?.total ?? 0, fields: list.first?.fields ?? 0 })}
              </Foot>
            </>
          )}
        </>
      }
      panel={
        search.open ? (
          <ResourcePanel
            key={search.open}
            id={search.open}
            all={search.show === 'all'}
            onAll={(all) => go({ show: all ? 'all' : undefined }, { replace: true })}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      {lowering ? (
        <Lowerings list={waiting} items={lowerings} decided={decided} />
      ) : (
        <ListFaces
          items={rows}
          pending={list.pending}
          error={list.error}
          refetch={list.refetch}
          empty={
            <Empty icon="shield" title={t('classification.none')}>
              {t('classification.noneHelp')}
            </Empty>
          }
        >
          {(items) => (
            <DataTable
              label={t('page.classification')}
              columns={columns}
              rows={items}
              keyOf={keyOf}
              hrefOf={(row) => `/console/classification?open=${row.resource}`}
              onOpen={(row) => open(row.resource)}
              current={search.open ?? null}
              {...(rows.some(({ canConfirm }) => canConfirm) ? { chosen, onChoose: setChosen } : {})}
              onEnd={list.loadMore}
              total={list.first?.total ?? null}
            />
          )}
        </ListFaces>
      )}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('classification.bulkTitle')}
        action={t('classification.bulkDo')}
        run={() => bulk(mine.map(keyOf))}
      >
        <p>{t('classification.bulkHelp')}</p>
        <ul className="hc-bullets">
          {mine.map((row) => (
            <li key={row.resource}>{row.title}</li>
          ))}
        </ul>
      </Confirm>
    </Page>
  )
}
