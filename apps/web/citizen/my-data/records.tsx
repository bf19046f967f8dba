/** Which resources hold data about me; one press shows my own record. */
import type { MyHolding } from '@haihe/contract'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ApiError, get } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatDate } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'

const PATH = '/api/my-data/records'
interface Holdings {
  items: MyHolding[]
  next: number | null
}

const Holding = ({ holding }: { holding: MyHolding }) => {
  const t = useWords()
  return (
    <Link className="cit-report" to="/my-data/$resource" params={{ resource: holding.resource }}>
      <span>
        <b>{holding.title}</b>
        <span className="cit-report-status">
          {holding.rows === null ? t('myData.records.some') : t('myData.records.count', { count: holding.rows })}
        </span>
        <small>
          {holding.ownerName}
          {holding.updatedAt && ` · ${t('myData.records.updated', { at: formatDate(holding.updatedAt) })}`}
        </small>
      </span>
      <Icon name="chevronRight" />
    </Link>
  )
}

export const Records = () => {
  const t = useWords()
  const query = useInfiniteQuery<Holdings, ApiError, InfiniteData<Holdings>, readonly unknown[], number>({
    queryKey: [PATH, 'pages'],
    queryFn: ({ pageParam, signal }) => get<Holdings>(PATH, { after: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  })
  return (
    <Faces of={query} loading={<LoadingRows rows={4} height="6rem" />}>
      {(data) => {
        const holdings = data.pages.flatMap(({ items }) => items)
        if (holdings.length === 0 && !query.hasNextPage)
          return (
            <Empty icon="document" title={t('myData.records.none')}>
              {t('myData.records.noneHelp')}
            </Empty>
          )
        return (
          <>
            <p className="cit-lead">{t('myData.records.lead')}</p>
            <ul className="cit-reports">
              {holdings.map((holding) => (
                <li key={`${holding.resource}-${holding.kind}`}>
                  <Holding holding={holding} />
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
  )
}
