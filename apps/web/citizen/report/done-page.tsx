/** The number of the report, or the promise to send it as soon as there is a network. */
import { Link, useSearch } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import './report.css'

export const DonePage = () => {
  const t = useWords()
  const { id, no } = useSearch({ strict: false }) as { id?: string; no?: string }
  const sent = id !== undefined
  return (
    <div className="cit-page cit-done">
      <Icon name={sent ? 'check' : 'offline'} size="4rem" />
      <h1>{t(sent ? 'done.title' : 'done.waiting')}</h1>
      {sent ? (
        <p>
          {t('done.number')}
          <strong>{no}</strong>
        </p>
      ) : (
        <p>{t('done.waitingHelp')}</p>
      )}
      <p className="cit-lead">{t('done.next')}</p>
      <div className="cit-buttons">
        {sent ? (
          <Link className="hh-button" data-tone="primary" data-wide to="/reports/$id" params={{ id }}>
            {t('done.look')}
          </Link>
        ) : null}
        <Link className="hh-button" data-tone="quiet" data-wide to="/">
          {t('done.home')}
        </Link>
      </div>
    </div>
  )
}
