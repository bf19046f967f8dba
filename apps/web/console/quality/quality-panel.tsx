/** One resource: how good it is by dimension and day, its rules, and one rule or its form when that is open. */
import { holdsFor, type QualityRuleView, type QualityScore } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Bone, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { Mono, StateMark } from '../parts/small.tsx'
import type { SearchControl } from '../parts/use-search.ts'
import { OverviewTab } from './overview-tab.tsx'
import { lineageHref, standingOf } from './quality.ts'
import { RuleDetail } from './rule-detail.tsx'
import { RulesTab } from './rules-tab.tsx'
import type { QualitySearch } from './section.ts'
import { STANDING_TONE } from './standing.ts'

const RuleForm = lazy(() => import('./rule-form.tsx').then(({ RuleForm: form }) => ({ default: form })))

/** A check that was asked for is over when the time of the score moved on; after half a minute nobody waits any longer. */
const useCheck = (id: string, at: string | null | undefined) => {
  const t = useWords()
  const client = useQueryClient()
  const [since, setSince] = useState<string | null | undefined>(undefined)
  const running = since !== undefined
  useEffect(() => {
    if (!running) return
    if (at !== undefined && at !== since) {
      setSince(undefined)
      void client.invalidateQueries({ queryKey: [`/api/quality/resources/${id}/rules`] })
      void client.invalidateQueries({ queryKey: ['/api/quality/resources'] })
      toast(t('quality.checked'))
      return
    }
    const timer = setTimeout(() => setSince(undefined), 30_000)
    return () => clearTimeout(timer)
  }, [running, since, at, id, client, t])
  const start = async () => {
    try {
      await request('POST', `/api/quality/resources/${id}/check`, { body: { full: true } })
      setSince(at ?? null)
    } catch (failed) {
      toast(failed instanceof Error ? failed.message : String(failed), 'info')
    }
  }
  return { running, start }
}

export const QualityPanel = ({
  id,
  search,
  go,
  onClose,
  ...neighbours
}: Neighbours & { id: string; onClose: () => void } & SearchControl<QualitySearch>) => {
  const t = useWords()
  const { me, may } = useSession()
  const [waiting, setWaiting] = useState(false)
  const base = `/api/quality/resources/${id}`
  const score = useApi<QualityScore>(base, undefined, { every: waiting ? 1500 : 60_000, keep: true })
  const rules = useApi<{ items: QualityRuleView[] }>(`${base}/rules`, undefined, { every: 60_000, keep: true })
  const check = useCheck(id, score.data?.at)
  useEffect(() => setWaiting(check.running), [check.running])
  const one = score.data
  const manages = one !== undefined && me !== undefined && holdsFor(me.actor, 'quality.manage', one)
  const rule = rules.data?.items.find((each) => each.id === search.rule)

  if (search.edit && one && manages && (search.edit === 'new' || rule)) {
    const back = (saved?: string) => go({ edit: undefined, rule: saved ?? search.rule }, { replace: true })
    return (
      <Suspense fallback={<Bone height="20rem" />}>
        <RuleForm
          key={search.edit === 'new' ? 'new' : rule?.id}
          resource={id}
          {...(search.edit === 'new' ? {} : { known: rule })}
          onClose={() => back()}
          onDone={back}
        />
      </Suspense>
    )
  }
  return (
    <Panel
      title={one?.title ?? id}
      above={
        one && (
          <>
            <Mono>{one.code}</Mono>
            <span>{one.ownerName}</span>
            <StateMark tone={STANDING_TONE[standingOf(one)]}>{t(`quality.is.${standingOf(one)}`)}</StateMark>
          </>
        )
      }
      onClose={onClose}
      {...(search.rule ? {} : neighbours)}
      footer={
        one && (
          <>
            {manages && (
              <Button size="small" tone="primary" icon="refresh" pending={check.running} onPress={() => void check.start()}>
                {t('quality.checkNow')}
              </Button>
            )}
            {manages && (
              <Button size="small" icon="plus" onPress={() => go({ edit: 'new', rule: undefined })}>
                {t('quality.newRule')}
              </Button>
            )}
            {may('lineage.read', one.region) && (
              <AppLink className="hh-button" data-tone="quiet" data-size="small" href={lineageHref('resource', id)}>
                {t('quality.toLineage')}
              </AppLink>
            )}
          </>
        )
      }
    >
      <Faces of={score} loading={<LoadingRows rows={6} />}>
        {(found) =>
          search.rule ? (
            <Faces of={rules} loading={<LoadingRows rows={6} />}>
              {() => (
                <RuleDetail
                  resource={id}
                  rule={rule}
                  manages={manages}
                  onBack={() => go({ rule: undefined, tab: 'rules' })}
                  onChange={() => go({ edit: 'rule' })}
                />
              )}
            </Faces>
          ) : (
            <Tabs
              label={t('quality.tabs')}
              selected={search.tab ?? 'overview'}
              onSelect={(tab) => go({ tab: tab as QualitySearch['tab'] }, { replace: true })}
              tabs={[
                { id: 'overview', label: t('quality.tab.overview'), content: <OverviewTab of={found} /> },
                {
                  id: 'rules',
                  label: t('quality.tab.rules'),
                  count: rules.data?.items.length ?? null,
                  content: <RulesTab rules={rules} onOpen={(next) => go({ rule: next })} resource={id} />,
                },
              ]}
            />
          )
        }
      </Faces>
    </Panel>
  )
}
