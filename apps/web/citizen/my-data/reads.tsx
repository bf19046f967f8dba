/** Who read my record, newest first: who, what for, on what basis, which fields. */
import type { MyRead, MyReaders, MyReads } from '@haihe/contract'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type ApiError, get } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { apiKey, useApi } from '../../ui/queries.ts'
import { ObjectDialog } from './object-dialog.tsx'
import { type MyDataSearch, SPANS, spanFrom } from './search.ts'

const PATH = '/api/my-data/reads'

const Fields = ({ read }: { read: MyRead }) => {
  const t = useWords()
  return (
    <ul className="cit-chips" aria-label={t('myData.fields')}>
      {read.fields.map((field) => (
        <li key={field.name} data-masked={field.masked || undefined}>
          {field.title}
          {field.masked && <small>{t('myData.masked')}</small>}
        </li>
      ))}
    </ul>
  )
}

const ReadCard = ({ read, onObject }: { read: MyRead; onObject: () => void }) => {
  const t = useWords()
  return (
    <article className="cit-card cit-read">
      <header>
        <b>{read.own ? t('myData.me') : (read.unitName ?? read.name)}</b>
        <time dateTime={read.at}>{formatMoment(read.at)}</time>
      </header>
      <p>
        {t('myData.read', {
          name: read.own ? t('myData.me') : read.name,
          resource: read.resourceTitle,
          way: t(`myData.way.${read.way}`),
        })}
      </p>
      <dl className="cit-facts">
        <div>
          <dt>{t('myData.purpose')}</dt>
          <dd>{read.purpose ? t(`myData.purposes.${read.purpose}`) : t('myData.notSaid')}</dd>
        </div>
        <div>
          <dt>{t('myData.basis')}</dt>
          <dd>{read.basis ?? t('myData.notSaid')}</dd>
        </div>
      </dl>
      <Fields read={read} />
      {read.objection ? (
        <p className="cit-read-state">
          <Icon name="flag" size="1.1em" />
          {t(`myData.objection.${read.objection}`)}
        </p>
      ) : (
        !read.own && (
          <Button tone="quiet" icon="flag" onPress={onObject}>
            {t('myData.object.open')}
          </Button>
        )
      )}
    </article>
  )
}

const Filters = () => {
  const t = useWords()
  const search = useSearch({ strict: false }) as MyDataSearch
  const navigate = useNavigate()
  const readers = useApi<MyReaders>('/api/my-data/readers', { days: 3650 })
  const put = (part: Partial<MyDataSearch>) =>
    void navigate({ to: '/my-data', search: { ...search, ...part } as never, replace: true })
  return (
    <div className="cit-filters">
      <label>
        <span>{t('myData.filter.unit')}</span>
        <select
          className="hh-input"
          value={search.unit ?? ''}
          onChange={(event) => put({ unit: event.target.value || undefined! })}
        >
          <option value="">{t('myData.filter.all')}</option>
          {readers.data?.units.map((one) => (
            <option key={one.unit} value={one.unit}>
              {t('myData.filter.count', { name: one.name, count: one.reads })}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('myData.filter.span')}</span>
        <select
          className="hh-input"
          value={search.span ?? 'all'}
          onChange={(event) => put({ span: event.target.value as NonNullable<MyDataSearch['span']> })}
        >
          {SPANS.map((span) => (
            <option key={span} value={span}>
              {t(`myData.filter.spans.${span}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

export const Reads = () => {
  const t = useWords()
  const { unit, span } = useSearch({ strict: false }) as MyDataSearch
  const [objecting, setObjecting] = useState<MyRead | null>(null)
  const asked = { unit, from: spanFrom(span, Date.now()) }
  const query = useInfiniteQuery<MyReads, ApiError, InfiniteData<MyReads>, readonly unknown[], string | null>({
    queryKey: apiKey(PATH, asked),
    queryFn: ({ pageParam, signal }) => get<MyReads>(PATH, { ...asked, cursor: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
  })
  return (
    <>
      <Filters />
      <Faces of={query} loading={<LoadingRows rows={3} height="10rem" />}>
        {(data) => {
          const reads = data.pages.flatMap(({ items }) => items)
          if (reads.length === 0)
            return (
              <Empty icon="shield" title={t('myData.none')}>
                {t('myData.noneHelp')}
              </Empty>
            )
          return (
            <>
              <ul className="cit-reads">
                {reads.map((read) => (
                  <li key={read.id}>
                    <ReadCard read={read} onObject={() => setObjecting(read)} />
                  </li>
                ))}
              </ul>
              {query.hasNextPage && (
                <Button wide pending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
                  {t('reports.more')}
                </Button>
              )}
            </>
          )
        }}
      </Faces>
      {objecting && <ObjectDialog read={objecting} onClose={() => setObjecting(null)} />}
    </>
  )
}
