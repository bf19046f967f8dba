/** The faces of a screen that is not full: loading, empty, failing, stale. */
import type { ReactNode } from 'react'
import { ApiError } from './api.ts'
import { Button } from './button.tsx'
import './faces.css'
import { formatAgo } from './format.ts'
import { useWords } from './i18n.ts'
import { Icon, type IconName } from './icon.tsx'
import { useNow } from './use-now.ts'

/** What will be here and how to get it. */
export const Empty = ({
  title,
  children,
  icon = 'empty',
  action,
  small,
}: {
  title: string
  children?: ReactNode
  icon?: IconName
  action?: ReactNode
  small?: boolean
}) => (
  <div className="hh-face" data-small={small || undefined}>
    <Icon name={icon} size={small ? '1.75rem' : '2.5rem'} />
    <h3>{title}</h3>
    {children && <p>{children}</p>}
    {action}
  </div>
)

/** What happened, what to do, and the trace id for whoever must look into it. */
export const Failing = ({ error, retry, small }: { error: unknown; retry?: () => void; small?: boolean }) => {
  const t = useWords()
  const known = error instanceof ApiError ? error : null
  return (
    <div className="hh-face" role="alert" data-small={small || undefined}>
      <Icon
        name={known?.status === 0 ? 'offline' : known?.status === 403 ? 'lock' : 'info'}
        size={small ? '1.75rem' : '2.5rem'}
      />
      <h3>{t('error.title')}</h3>
      <p>{known ? [known.message, ...known.fields.map((field) => field.message)].join('：') : t('error.crashHelp')}</p>
      {known?.traceId && <span className="hh-trace">{t('error.trace', { id: known.traceId })}</span>}
      {retry && (
        <Button size="small" icon="refresh" onPress={retry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  )
}

/** One bone of a skeleton; build the real layout from bones. Sizes in CSS lengths. */
export const Bone = ({ width = '100%', height = '1em' }: { width?: string; height?: string }) => (
  <span className="hh-bone" style={{ width, height }} aria-hidden />
)

/** Wraps a skeleton and says once that something loads. */
export const Loading = ({ children }: { children: ReactNode }) => {
  const t = useWords()
  return (
    <div aria-busy="true">
      <span className="hh-spoken" role="status">
        {t('face.loading')}
      </span>
      {children}
    </div>
  )
}

/** A skeleton of `rows` list rows. */
export const LoadingRows = ({ rows = 5, height = '3.25rem' }: { rows?: number; height?: string }) => (
  <Loading>
    <div style={{ display: 'grid', gap: 'var(--s-2)' }}>
      {Array.from({ length: rows }, (_, index) => `row${index}`).map((key) => (
        <Bone key={key} height={height} />
      ))}
    </div>
  </Loading>
)

/** A line that says since when the numbers are old. */
export const StaleNote = ({ since, now }: { since: string | null; now?: number }) => {
  const t = useWords()
  const ticking = useNow()
  return (
    <span className="hh-stale">
      <Icon name="history" size="1em" />
      {since ? t('face.staleSince', { span: formatAgo(since, now ?? ticking) }) : t('face.stale')}
    </span>
  )
}

interface Answer<T> {
  data: T | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

/** Shows the right face of a query: `<Faces of={query} loading={<LoadingRows />}>{(data) => …}</Faces>` */
export const Faces = <T,>({
  of,
  loading,
  children,
  small,
}: {
  of: Answer<T>
  loading: ReactNode
  children: (data: T) => ReactNode
  small?: boolean
}) => {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <Failing error={of.error} retry={() => void of.refetch()} {...(small ? { small } : {})} />
  return loading
}
