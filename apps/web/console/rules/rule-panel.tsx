import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { JsonView } from '../parts/json.tsx'
import { useRegionName } from '../parts/names.ts'
import { Facts, Moment, Mono, Outcome, StateMark } from '../parts/small.tsx'
import { RuleForm } from './rule-form.tsx'
import { RuleValue } from './rule-value.tsx'
import { dayOf, isDuration, ruleKey, type StoredRule, standing, standingOn } from './rules.ts'

const TONE = { past: 'off', replaced: 'off', now: 'good', coming: 'wait' } as const

const Version = ({ rule, when }: { rule: StoredRule; when: keyof typeof TONE }) => {
  const t = useWords()
  const region = useRegionName(rule.region)
  return (
    <li className="hc-version" data-when={when}>
      <header>
        <StateMark tone={TONE[when]}>{t(`rules.time.${when}`)}</StateMark>
        <span>
          {rule.from} → {rule.to ?? t('rules.open')}
        </span>
        <span className="hh-badge" data-kind={rule.official ? 'local' : 'simulated'}>
          {t(`rules.is.${standing(rule)}`)}
        </span>
      </header>
      {typeof rule.value === 'object' && !isDuration(rule.value) ? (
        <JsonView value={rule.value} label={t('rules.value')} />
      ) : (
        <span className="hc-version-value">
          <RuleValue rule={rule} />
        </span>
      )}
      <Facts
        of={[
          [t('rules.basis'), rule.basis],
          [t('rules.region'), region],
          rule.origin === 'manual' && [t('rules.changedAt'), <Moment key="changed" at={rule.changedAt} />],
        ]}
      />
    </li>
  )
}

/** A rule with every version it had, has and will have. */
export const RulePanel = ({
  id,
  editing,
  onEdit,
  onClose,
  ...neighbours
}: Neighbours & { id: string; editing: boolean; onEdit: (on: boolean) => void; onClose: () => void }) => {
  const t = useWords()
  const say = useText()
  const client = useQueryClient()
  const { may } = useSession()
  const day = dayOf(localMinute(Date.now()))
  const rules = useApi<{ items: StoredRule[] }>('/api/rules', { id })
  const versions = [...(rules.data?.items ?? [])].sort((a, b) => b.from.localeCompare(a.from) || a.region.localeCompare(b.region))
  const now = versions.find((rule) => standingOn(rule, versions, day) === 'now') ?? versions[0]
  const editable = now && !now.official && may('rule.manage')
  return (
    <Panel
      title={now ? say(now.title) : id}
      above={<Mono>{id}</Mono>}
      onClose={onClose}
      {...neighbours}
      tools={
        editable && !editing ? (
          <Button size="small" icon="settings" onPress={() => onEdit(true)}>
            {t('rules.set')}
          </Button>
        ) : undefined
      }
    >
      <Faces of={rules} loading={<LoadingRows rows={4} />}>
        {() =>
          now ? (
            <>
              {editing && editable && (
                <RuleForm
                  rule={now}
                  day={day}
                  onCancel={() => onEdit(false)}
                  onDone={() => {
                    void client.invalidateQueries({ queryKey: ['/api/rules'] })
                    onEdit(false)
                  }}
                />
              )}
              {now.official && <Outcome tone="good">{t('rules.officialHelp')}</Outcome>}
              {!now.official && !may('rule.manage') && <p className="hc-note">{t('rules.byAdmin')}</p>}
              <section className="hc-section">
                <h3>{t('rules.history', { count: versions.length })}</h3>
                <ol className="hc-versions">
                  {versions.map((rule) => (
                    <Version key={ruleKey(rule)} rule={rule} when={standingOn(rule, versions, day)} />
                  ))}
                </ol>
              </section>
            </>
          ) : (
            <Outcome tone="bad">{t('rules.unknown')}</Outcome>
          )
        }
      </Faces>
    </Panel>
  )
}
