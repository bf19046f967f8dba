import { useEffect } from 'react'
import { Button } from '../../ui/button.tsx'
import { Failing } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useVerification } from '../audit/verification.ts'
import { Ago, StateMark } from '../parts/small.tsx'
import { Card } from './card.tsx'

/** After this long the last result says little: the card verifies by itself. */
const OLD_MS = 12 * 3_600_000

/** Is the audit trail whole? */
export const AuditCard = () => {
  const t = useWords()
  const { data, error, isFetching, run } = useVerification()
  const old = !data || Date.now() - Date.parse(data.at) > OLD_MS
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per visit, not at every render
  useEffect(() => {
    if (old) run()
  }, [])
  return (
    <Card
      title={t('overview.audit')}
      href="/console/audit"
      tools={
        <Button size="small" tone="plain" pending={isFetching} onPress={run}>
          {t('audit.verify')}
        </Button>
      }
    >
      {error && !data ? (
        <Failing error={error} small />
      ) : data ? (
        <>
          <StateMark tone={data.ok ? 'good' : 'bad'}>
            {data.ok
              ? t('audit.whole', { entries: formatFigure(data.entries) })
              : t('audit.broken', { group: data.brokenAt ?? '?' })}
          </StateMark>
          <p className="hc-note">
            {t('audit.verifiedAt')} <Ago at={data.at} />
          </p>
        </>
      ) : (
        <StateMark tone="off">{t('audit.verifying')}</StateMark>
      )}
    </Card>
  )
}
