import { ApiError } from '../ui/api.ts'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'

/** What went wrong with the last try, spoken at once. */
export const Problem = ({ error }: { error: Error | null }) => {
  const t = useWords()
  return (
    <p className={error ? 'hh-field-error' : 'hh-spoken'} role="alert">
      {error && (
        <>
          <Icon name="info" size="1em" />
          {error instanceof ApiError ? error.message : t('error.crash')}
        </>
      )}
    </p>
  )
}
