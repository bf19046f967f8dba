/** My own record in one resource, as the one policy shows it to me. */
import type { MyRecords } from '@haihe/contract'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ApiError, get } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { SignInFirst } from '../sign-in-first.tsx'
import { useVisitor } from '../visitor.ts'
import './my-data.css'
import '../reports/reports.css'
import { recordText } from './search.ts'

const Rows = ({ records }: { records: readonly MyRecords[] }) => {
  const t = useWords()
  const fields = records[0]?.fields ?? []
  const rows = records.flatMap((page) => page.rows)
  return (
    <ol className="cit-reads">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own, and the list only grows at its end
        <li key={index} className="cit-card">
          <dl className="cit-facts">
            {fields.map((field) => (
              <div key={field.name}>
                <dt>{field.title}</dt>
                <dd>
                  {recordText(row[field.name])}
                  {field.masked && <small className="cit-masked">{t('myData.masked')}</small>}
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  )
}

const Record = ({ resource }: { resource: string }) => {
  const t = useWords()
  const path = `/api/my-data/records/${encodeURIComponent(resource)}`
  const query = useInfiniteQuery<MyRecords, ApiError, InfiniteData<MyRecords>, readonly unknown[], string | null>({
    queryKey: [path],
    queryFn: ({ pageParam, signal }) => get<MyRecords>(path, { cursor: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
  })
  if (query.error?.status === 404 || query.error?.status === 403)
    return (
      <Empty icon="document" title={t('myData.records.none')}>
        {query.error.message}
      </Empty>
    )
  return (
    <Faces of={query} loading={<LoadingRows rows={3} height="10rem" />}>
      {({ pages }) => (
        <>
          <header className="cit-report-head">
            <h1>{pages[0]?.title}</h1>
            <p>{t('myData.records.owner', { unit: pages[0]?.ownerName ?? '' })}</p>
            <p className="cit-lead">{t('myData.records.logged')}</p>
          </header>
          <Rows records={pages} />
          {query.hasNextPage && (
            <Button wide pending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {t('reports.more')}
            </Button>
          )}
        </>
      )}
    </Faces>
  )
}

export const RecordPage = () => {
  const t = useWords()
  const { resource = '' } = useParams({ strict: false }) as { resource?: string }
  const { me } = useVisitor()
  return (
    <div className="cit-page">
      {me ? <Record resource={resource} /> : me === null ? <SignInFirst why={t('myData.signIn')} /> : <LoadingRows rows={3} />}
    </div>
  )
}
