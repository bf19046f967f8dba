/** The faces of a list that comes page by page. */
import type { ReactNode } from 'react'
import { Bone, Failing, Loading } from '../../ui/faces.tsx'

export const LoadingTable = ({ rows = 12 }: { rows?: number }) => (
  <Loading>
    <div className="hc-table" style={{ padding: 'var(--s-3)', display: 'grid', gap: 'var(--s-4)', alignContent: 'start' }}>
      {Array.from({ length: rows }, (_, index) => `row${index}`).map((key, index) => (
        <Bone key={key} height="1.75rem" width={`${100 - ((index * 7) % 23)}%`} />
      ))}
    </div>
  </Loading>
)

export const ListFaces = <T,>({
  items,
  pending,
  error,
  refetch,
  empty,
  children,
}: {
  items: readonly T[] | undefined
  pending: boolean
  error: unknown
  refetch: () => unknown
  empty: ReactNode
  children: (items: readonly T[]) => ReactNode
}) => {
  if (items === undefined || (pending && items.length === 0)) {
    if (error) return <Failing error={error} retry={() => void refetch()} />
    return <LoadingTable />
  }
  if (error && items.length === 0) return <Failing error={error} retry={() => void refetch()} />
  return items.length === 0 ? empty : children(items)
}
