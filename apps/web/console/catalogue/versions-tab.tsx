/** Versions that were served, and what differs between two of them or the revision in work. */
import type { CatalogueDifference, CatalogueEntry, CatalogueVersion } from '@haihe/contract'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, Failing, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { Choose } from '../parts/filters.tsx'
import { Moment, StateMark } from '../parts/small.tsx'
import { placeOf, wordOf } from './difference.ts'
import { useSteps, useVersions } from './steps.ts'

const Differences = ({ entry, from, to }: { entry: CatalogueEntry; from: string; to: string }) => {
  const t = useWords()
  const answer = useApi<{ differences: CatalogueDifference[] }>(`/api/catalogue/${entry.resource.id}/diff`, { from, to })
  const fields = [...entry.resource.fields, ...(entry.work?.fields ?? [])]
  const titleOf = (name: string) => fields.find((field) => field.name === name)?.title ?? name
  const side = (difference: CatalogueDifference, value: unknown) =>
    wordOf(difference, value, t) ?? <span className="hc-note">{t('catalogue.empty')}</span>
  return (
    <Faces of={answer} loading={<LoadingRows rows={4} />}>
      {({ differences }) =>
        differences.length === 0 ? (
          <p className="hc-note" role="status">
            {t('catalogue.same')}
          </p>
        ) : (
          <>
            <p className="hc-foot" role="status">
              {t('catalogue.differences', { count: differences.length })}
            </p>
            <ul className="hc-diff">
              {differences.map((difference) => (
                <li key={difference.path}>
                  <header>
                    <b>{placeOf(difference.path, t, titleOf)}</b>
                    <span className="hc-code">{t(`catalogue.kindOf.${difference.kind}`)}</span>
                  </header>
                  <div>
                    {difference.kind !== 'added' && <del>{side(difference, difference.before)}</del>}
                    {difference.kind !== 'removed' && <ins>{side(difference, difference.after)}</ins>}
                  </div>
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Faces>
  )
}

const One = ({ version, served, nameOf }: { version: CatalogueVersion; served: boolean; nameOf: (id: string) => string }) => {
  const t = useWords()
  return (
    <li>
      <header>
        <b>{t('catalogue.versionNo', { version: version.version })}</b>
        {served && <StateMark tone="good">{t('catalogue.served')}</StateMark>}
        <Moment at={version.publishedAt} />
      </header>
      {version.reason && <p>{version.reason}</p>}
      <p className="hc-note">
        {version.authors.length > 0 && `${t('catalogue.authors')} ${version.authors.map(nameOf).join(t('catalogue.comma'))} · `}
        {version.reviewer ? `${t('catalogue.reviewer')} ${nameOf(version.reviewer)}` : t('catalogue.noReview')}
      </p>
    </li>
  )
}

export const VersionsTab = ({
  entry,
  from,
  to,
  onChoose,
}: {
  entry: CatalogueEntry
  from: string | undefined
  to: string | undefined
  onChoose: (change: { from?: string; to?: string }) => void
}) => {
  const t = useWords()
  const { versions, pending, error, refetch, more, loadMore } = useVersions(entry.resource.id)
  // versions name people by id; who did something to the entry stands in its history with a name
  const { steps } = useSteps(entry.resource.id)
  const names = new Map(steps.map(({ actor, actorName }) => [actor, actorName]))
  const nameOf = (id: string) => names.get(id) ?? id
  if (error) return <Failing error={error} retry={refetch} />
  if (pending) return <LoadingRows rows={5} />
  if (versions.length === 0)
    return (
      <Empty icon="history" title={t('catalogue.versionsNone')}>
        {t('catalogue.versionsNoneHelp')}
      </Empty>
    )
  const numbers = versions.map(({ version }) => String(version))
  const options = numbers.map((value) => ({ value, label: t('catalogue.versionNo', { version: value }) }))
  const newer = entry.work ? [{ value: 'work', label: t('catalogue.inWork') }, ...options] : options
  const latest = entry.work ? 'work' : (numbers[0] as string)
  const right = to === 'work' && !entry.work ? (numbers[0] as string) : (to ?? latest)
  const left = from ?? (right === 'work' ? numbers[0] : numbers[numbers.indexOf(right) + 1])
  return (
    <>
      {newer.length > 1 && (
        <section className="hc-section">
          <h3>{t('catalogue.compare')}</h3>
          <div className="hc-filters">
            <Choose
              label={t('catalogue.compareFrom')}
              value={left}
              options={options}
              onChange={(value) => onChoose({ from: value as string })}
            />
            <Choose
              label={t('catalogue.compareTo')}
              value={right}
              options={newer}
              onChange={(value) => onChoose({ to: value as string })}
            />
          </div>
          {left !== undefined && <Differences entry={entry} from={left} to={right} />}
        </section>
      )}
      <section className="hc-section">
        <h3>{t('catalogue.tab.versions')}</h3>
        <ol className="hc-history">
          {versions.map((version) => (
            <One key={version.version} version={version} served={version.version === entry.resource.version} nameOf={nameOf} />
          ))}
        </ol>
        {more && <Button onPress={loadMore}>{t('foot.more')}</Button>}
      </section>
    </>
  )
}
