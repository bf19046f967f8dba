/** «验证审计链»: the server recomputes every hash; the answer is told in plain words. */
import { Button } from '../../ui/button.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Ago, CopyButton, Mono, Outcome, StateMark } from '../parts/small.tsx'
import { useVerification } from './verification.ts'

export const VerifyBar = () => {
  const t = useWords()
  const { data, error, isFetching, run } = useVerification()
  return (
    <section className="hc-verify hh-card" data-bad={(data && !data.ok) || undefined} aria-label={t('audit.chain')}>
      <div>
        <StateMark tone={!data ? 'off' : data.ok ? 'good' : 'bad'}>
          <b>
            {!data
              ? t('audit.notVerified')
              : data.ok
                ? t('audit.whole', { entries: formatFigure(data.entries) })
                : t('audit.broken', { group: data.brokenAt ?? '?' })}
          </b>
        </StateMark>
        <p className="hc-note">
          {data ? (
            <>
              {t(data.ok ? 'audit.wholeHelp' : 'audit.brokenHelp', {
                groups: formatFigure(data.groups),
                group: data.brokenAt ?? '?',
              })}{' '}
              {data.unsealed > 0 && t('audit.unsealed', { count: data.unsealed })} {t('audit.verifiedAt')} <Ago at={data.at} />
            </>
          ) : (
            t('audit.chainHelp')
          )}
        </p>
        {data && (
          <p className="hc-verify-head">
            {t('audit.head')} <Mono>{data.head.slice(0, 24)}…</Mono>
            <CopyButton text={data.head} />
          </p>
        )}
        {error && <Outcome tone="bad">{error.message}</Outcome>}
      </div>
      <Button tone="primary" icon="shield" pending={isFetching} onPress={run}>
        {t('audit.verify')}
      </Button>
    </section>
  )
}
