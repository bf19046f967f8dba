/** The faces of a list that comes page by page. */
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Bone, Empty, Failing, Loading } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'

export const LoadingTable = ({ rows = 12 }: { rows?: number }) => (
  <Loading>
    <div className="hc-table" style={{ padding: 'var(--s-3)', display: 'grid', gap: 'var(--s-4)', alignContent: 'start' }}>
      {Array.from({ length: rows }, (_, index) => `row${index}`).map((key, index) => (
        <Bone key={key} height="1.75rem" width={`${100 - ((index * 7) % 23)}%`} />
      ))}
    </div>
  </Loading>
)

/** Nothing fits what was asked for; one press shows everything again. */
export const NothingFound = ({ onClear }: { onClear?: () => void }) => {
  const t = useWords()
  const navigate = useNavigate()
  return (
    <Empty
      icon="search"
      title={t('filter.nothing')}
      action={
        <Button icon="close" onPress={onClear ?? (() => void navigate({ to: '.', search: {} }))}>
          {t('filter.clearAll')}
        </Button>
      }
    >
      {t('filter.nothingHelp')}
    </Empty>
  )
}

export const ListFaces = <T,>({
  items,
  pending,
  error,
  refetch,
  filtered,
  empty,
  children,
}: {
  items: readonly T[] | undefined
  pending: boolean
  error: unknown
  refetch: () => unknown
  /** something narrows the list: then nothing found is not nothing there */
  filtered?: boolean
  /** what will be here, and how it comes */
  empty: ReactNode
  children: (items: readonly T[]) => ReactNode
}) => {
  if (items === undefined || (pending && items.length === 0)) {
    if (error) return <Failing error={error} retry={() => void refetch()} />
    return <LoadingTable />
  }
  if (error && items.length === 0) return <Failing error={error} retry={() => void refetch()} />
  if (items.length > 0) return children(items)
  return filtered ? <NothingFound /> : empty
}
