/** One rule: what it says, what it counted, which rows fail, and what may be done with it. */
import { type CatalogueEntry, QUALITY_DIMENSION_NAMES, type QualityRuleView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { JsonView } from '../parts/json.tsx'
import { Ago, Facts, Moment, Outcome } from '../parts/small.tsx'
import { passRate } from './quality.ts'
import { Samples } from './samples.tsx'

type Step = 'silence' | 'speak' | 'drop'

const Steps = ({
  resource,
  rule,
  onChange,
  onGone,
}: {
  resource: string
  rule: QualityRuleView
  onChange: () => void
  onGone: () => void
}) => {
  const t = useWords()
  const client = useQueryClient()
  const [step, setStep] = useState<Step | null>(null)
  const path = `/api/quality/resources/${resource}/rules/${encodeURIComponent(rule.id)}`
  const run = async (reason: string) => {
    if (step === 'drop') await request('DELETE', path)
    else await request('POST', `${path}/silence`, { body: { reason: step === 'silence' ? reason : null } })
    toast(t(`quality.done.${step}`))
    await client.invalidateQueries({ queryKey: [`/api/quality/resources/${resource}/rules`] })
    if (step === 'drop' && rule.origin === 'added') onGone()
  }
  const drop = rule.origin === 'added' ? 'remove' : 'restore'
  return (
    <div className="hc-actions">
      <Button size="small" icon="settings" onPress={onChange}>
        {t('quality.change')}
      </Button>
      <Button size="small" onPress={() => setStep(rule.silenced ? 'speak' : 'silence')}>
        {t(rule.silenced ? 'quality.speak' : 'quality.silence')}
      </Button>
      {rule.origin !== 'default' && (
        <Button size="small" tone={drop === 'remove' ? 'danger' : 'quiet'} onPress={() => setStep('drop')}>
          {t(`quality.${drop}`)}
        </Button>
      )}
      <Confirm
        open={step !== null}
        onClose={() => setStep(null)}
        title={step === 'drop' ? t(`quality.${drop}`) : t(`quality.${step ?? 'silence'}`)}
        action={step === 'drop' ? t(`quality.${drop}`) : t(`quality.${step ?? 'silence'}`)}
        danger={step === 'drop' && drop === 'remove'}
        {...(step === 'silence' ? { reason: { label: t('quality.reason'), least: 2 } } : {})}
        run={run}
      >
        <p>
          {step === 'drop'
            ? t(`quality.${drop}Help`, { title: rule.title })
            : t(`quality.${step ?? 'silence'}Help`, { title: rule.title })}
        </p>
      </Confirm>
    </div>
  )
}

/** The parameters in words where there are few, as JSON where they are not. */
const Says = ({ rule, titleOf }: { rule: QualityRuleView; titleOf: (field: string) => string }) => {
  const t = useWords()
  const { kind, fields, parameters } = rule.check
  const given = Object.entries(parameters as Record<string, unknown>).filter(([, value]) => value !== null)
  const plain = given.every(([, value]) => typeof value !== 'object')
  return (
    <>
      <Facts
        of={[
          [t('quality.kind'), t(`quality.kinds.${kind}`)],
          fields.length > 0 && [t('quality.fields'), fields.map(titleOf).join('、')],
          ...(plain ? given.map(([name, value]) => [t(`quality.parameter.${name}`), String(value)] as const) : []),
        ]}
      />
      {!plain && <JsonView value={parameters} label={t('quality.parameters')} />}
    </>
  )
}

export const RuleDetail = ({
  resource,
  rule,
  manages,
  onBack,
  onChange,
}: {
  resource: string
  rule: QualityRuleView | undefined
  manages: boolean
  onBack: () => void
  onChange: () => void
}) => {
  const t = useWords()
  const say = useText()
  const { me } = useSession()
  const entry = useApi<CatalogueEntry>(`/api/catalogue/${resource}`, undefined, { staleTime: 300_000 })
  const titleOf = (name: string) => entry.data?.resource.fields.find((field) => field.name === name)?.title ?? name
  const back = (
    <Button size="small" tone="plain" icon="chevronLeft" onPress={onBack}>
      {t('quality.backToRules')}
    </Button>
  )
  if (!rule)
    return (
      <Empty icon="search" title={t('quality.ruleGone')} action={back}>
        {t('quality.ruleGoneHelp')}
      </Empty>
    )
  return (
    <>
      <section className="hc-section">
        <div>{back}</div>
        <h3>{rule.title}</h3>
        <p className="hc-note">{t(`quality.kindHelp.${rule.check.kind}`)}</p>
        {rule.problem && <Outcome tone="bad">{rule.problem}</Outcome>}
        {rule.silenced && (
          <p className="hc-note">
            {t('quality.silencedBy', {
              by: rule.silenced.by === me?.account.id ? me.account.name : rule.silenced.by,
              reason: rule.silenced.reason,
            })}{' '}
            · <Moment at={rule.silenced.at} />
          </p>
        )}
        <Facts
          of={[
            [t('quality.passRate'), formatFigure(passRate(rule), '%', 2)],
            [t('quality.failed'), formatFigure(rule.failed)],
            [t('quality.checkedRows'), formatFigure(rule.checked)],
            [t('quality.at'), <Ago key="at" at={rule.at} />],
          ]}
        />
        {manages && <Steps resource={resource} rule={rule} onChange={onChange} onGone={onBack} />}
      </section>
      {!rule.silenced && <Samples resource={resource} rule={rule} entry={entry.data?.resource} />}
      <section className="hc-section">
        <h3>{t('quality.says')}</h3>
        <Says rule={rule} titleOf={titleOf} />
        <Facts
          of={[
            [t('quality.dimension'), say(QUALITY_DIMENSION_NAMES[rule.dimension])],
            [t('quality.weight'), rule.weight],
            [t('quality.severity'), t(`quality.severities.${rule.severity}`)],
            [t('quality.origin'), t(`quality.origins.${rule.origin}`)],
            rule.since > '1970-01-01' && [t('quality.since'), rule.since],
          ]}
        />
      </section>
    </>
  )
}
