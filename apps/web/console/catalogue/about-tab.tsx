/** Metadata of an entry, who may what, what the person sees of it, and where to go from here. */
import type { CatalogueClass, CatalogueEntry, Decision } from '@haihe/contract'
import { useQuery } from '@tanstack/react-query'
import { type ApiError, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { useRegionName } from '../parts/names.ts'
import { Ago, Facts, Moment, Mono } from '../parts/small.tsx'
import { Cycle, Quality } from './marks.tsx'
import { nextSteps } from './next-steps.ts'

/** 2.11.1 → 生态环保, with the path itself. */
export const useClassName = (path: string): string => {
  const { data } = useApi<{ classes: CatalogueClass[] }>('/api/catalogue/classes', undefined, {
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [kind, item] = path.split('.')
  const found = data?.classes.find(({ value }) => value === kind)
  const title = found?.items.find(({ value }) => value === `${kind}.${item}`)?.title ?? found?.title
  return title ? `${title} · ${path}` : path
}

/** The policy engine's own answer for the person who looks. */
const useDecision = (id: string): Decision | undefined => {
  const { may } = useSession()
  return useQuery<{ decision: Decision }, ApiError>({
    queryKey: ['/api/policy/explain', id],
    queryFn: () => post('/api/policy/explain', { resource: id, way: 'screen' }),
    enabled: may('policy.explain'),
  }).data?.decision
}

const Mine = ({ decision }: { decision: Decision }) => {
  const t = useWords()
  const effects = Object.values(decision.fields).map(({ effect }) => effect)
  const count = (effect: string) => effects.filter((one) => one === effect).length
  return (
    <li>
      {t('catalogue.mine')}
      {t('catalogue.colon')}
      {t('catalogue.mineCounts', { allow: count('allow'), mask: count('mask'), deny: count('deny') })}
      {decision.regions !== null && ` · ${t('catalogue.mineRows')}`}
    </li>
  )
}

const Standing = ({ entry, onCompare }: { entry: CatalogueEntry; onCompare: () => void }) => {
  const t = useWords()
  const { state, version } = entry.resource
  if (state === 'published') return null
  const key = state === 'changing' && entry.submitted ? 'changingReview' : state
  return (
    <div className="hc-outcome hc-standing" data-tone={state === 'withdrawn' ? 'bad' : 'good'}>
      <span>{t(`catalogue.work.${key}`, { version })}</span>
      {entry.work && version > 0 && (
        <Button size="small" onPress={onCompare}>
          {t('catalogue.work.compare')}
        </Button>
      )}
    </div>
  )
}

export const AboutTab = ({ entry, onCompare }: { entry: CatalogueEntry; onCompare: () => void }) => {
  const t = useWords()
  const { me, may } = useSession()
  const { resource } = entry
  const decision = useDecision(resource.id)
  const region = useRegionName(resource.region)
  const path = useClassName(resource.path)
  const titleOf = (name: string) => resource.fields.find((field) => field.name === name)?.title ?? name
  const units = me?.units.map(({ id }) => id) ?? []
  const steps = nextSteps(entry, decision, units, may)
  const withNote = (word: string, ...notes: (string | false)[]) => (
    <>
      {word}
      {notes.map((note) => note && <small key={note}>{note}</small>)}
    </>
  )
  return (
    <>
      <section className="hc-section">
        <Standing entry={entry} onCompare={onCompare} />
        <p className="hc-summary">{resource.summary}</p>
        {steps.length > 0 && (
          <nav className="hc-links" aria-label={t('catalogue.links')}>
            {steps.map(({ id, href }, index) => (
              <AppLink
                key={id}
                className="hh-button"
                data-tone={index === 0 && (id === 'data' || id === 'need') ? 'primary' : 'quiet'}
                data-size="small"
                href={href}
              >
                {t(`catalogue.link.${id}`)}
              </AppLink>
            ))}
          </nav>
        )}
      </section>
      <section className="hc-section hc-entry-facts">
        <h3>{t('catalogue.metadata')}</h3>
        <Facts
          of={[
            [t('catalogue.owner'), entry.ownerName],
            [t('catalogue.region'), region],
            [t('catalogue.class'), path],
            [t('catalogue.kind'), t(`resource.kind.${resource.kind}`)],
            [
              t(`catalogue.target.${resource.kind}`),
              resource.target ? <Mono key="target">{resource.target}</Mono> : t('catalogue.held'),
            ],
            [
              t('catalogue.sharing'),
              withNote(
                t(`resource.sharing.${resource.sharing.type}`),
                resource.sharing.condition !== '' && t('catalogue.condition', { text: resource.sharing.condition }),
                resource.sharing.basis !== '' && t('catalogue.basis', { text: resource.sharing.basis }),
              ),
            ],
            [
              t('catalogue.opening'),
              withNote(
                t(`resource.opening.${resource.opening.type}`),
                resource.opening.condition !== '' && t('catalogue.condition', { text: resource.opening.condition }),
              ),
            ],
            [
              t('catalogue.channels'),
              resource.channels.map((channel) => t(`resource.channel.${channel}`)).join(t('catalogue.comma')),
            ],
            [t('catalogue.grade'), t(`resource.grade.${resource.grade}`)],
            [t('catalogue.quality'), <Quality key="quality" score={resource.quality} />],
            [t('catalogue.cycle'), <Cycle key="cycle" of={{ cycle: resource.cycle, overdue: entry.overdue }} />],
            [t('catalogue.due'), <Moment key="due" at={entry.dueAt} />],
            [t('catalogue.rows'), formatFigure(resource.rows)],
            [t('catalogue.loaded'), resource.loadedAt ? <Ago key="loaded" at={resource.loadedAt} /> : t('catalogue.never')],
            [t('catalogue.keys'), resource.keys.map(titleOf).join(t('catalogue.comma'))],
            [
              t('catalogue.subject'),
              resource.subject
                ? t('catalogue.subjectOf', {
                    kind: t(`resource.subject.${resource.subject.kind}`),
                    field: titleOf(resource.subject.field),
                  })
                : t('resource.subject.none'),
            ],
            [t('catalogue.regionField'), resource.regionField ? titleOf(resource.regionField) : t('resource.subject.none')],
            [
              t('catalogue.version'),
              resource.version > 0 ? t('catalogue.versionNo', { version: resource.version }) : t('catalogue.notServed'),
            ],
            [t('catalogue.published'), <Moment key="published" at={resource.publishedAt} />],
            [t('catalogue.updated'), <Moment key="updated" at={resource.updatedAt} />],
            resource.keywords.length > 0 && [t('catalogue.keywords'), resource.keywords.join(t('catalogue.comma'))],
          ]}
        />
      </section>
      <section className="hc-section">
        <h3>{t('catalogue.who')}</h3>
        <ul className="hc-bullets">
          <li>{t('catalogue.whoEdits', { owner: entry.ownerName })}</li>
          <li>{t('catalogue.whoReviews')}</li>
          <li>{t(`catalogue.whoReads.${resource.sharing.type}`)}</li>
          <li>{t(`catalogue.whoOpens.${resource.opening.type}`)}</li>
          {decision && <Mine decision={decision} />}
        </ul>
      </section>
    </>
  )
}
