/** Rows that fail now. Protected values show their shape only; each row leads to where it came from. */
import type { QualityRuleView, QualitySamples, Resource } from '@haihe/contract'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { RegionName } from '../parts/region-name.tsx'
import { Facts, Moment } from '../parts/small.tsx'
import { sampleHref } from './quality.ts'

type Row = QualitySamples['rows'][number]

const Sample = ({ row, resource, entry }: { row: Row; resource: string; entry: Resource | undefined }) => {
  const t = useWords()
  const { may } = useSession()
  const href = may('lineage.read') ? sampleHref(resource, entry?.fields ?? [], entry?.keys ?? [], row) : null
  return (
    <li className="hc-sample">
      <header>
        {row.line !== null && <span>{t('quality.line', { line: row.line })}</span>}
        {row.run !== null && <span>{t('quality.run', { run: row.run })}</span>}
        {row.region && <RegionName code={row.region} />}
        <Moment at={row.at} />
        {href && <AppLink href={href}>{t('quality.rowLineage')}</AppLink>}
      </header>
      <Facts
        of={row.values.map(({ title, value, masked }) => [
          title,
          value === null ? (
            <em key="none" className="hc-note">
              {t('quality.emptyValue')}
            </em>
          ) : masked ? (
            <span key="masked" className="hc-masked" title={t('quality.masked')}>
              {String(value)}
            </span>
          ) : (
            String(value)
          ),
        ])}
      />
    </li>
  )
}

export const Samples = ({ resource, rule, entry }: { resource: string; rule: QualityRuleView; entry: Resource | undefined }) => {
  const t = useWords()
  const samples = useApi<QualitySamples>(`/api/quality/resources/${resource}/rules/${encodeURIComponent(rule.id)}/samples`)
  return (
    <section className="hc-section">
      <h3>{t('quality.samples')}</h3>
      <Faces of={samples} loading={<LoadingRows rows={3} />} small>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty icon="check" title={t(rule.failed ? 'quality.noSamples' : 'quality.noFailures')}>
              {t(rule.failed ? 'quality.noSamplesHelp' : 'quality.noFailuresHelp')}
            </Empty>
          ) : (
            <>
              <p className="hc-note">{t('quality.samplesHelp', { shown: rows.length, failed: rule.failed ?? rows.length })}</p>
              <ul className="hc-samples">
                {rows.map((row, n) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: samples have no key of their own and are drawn once
                  <Sample key={`${row.run} ${row.line} ${n}`} row={row} resource={resource} entry={entry} />
                ))}
              </ul>
            </>
          )
        }
      </Faces>
    </section>
  )
}
