/** A rule to add or to change: what it checks decides which questions are asked. */
import {
  type CatalogueEntry,
  QUALITY_DIMENSION_NAMES,
  type QualityKind,
  QualityRuleInput,
  type QualityRuleView,
} from '@haihe/contract'
import { QUALITY_DIMENSIONS, type QualityDimension } from '@haihe/contract/quality-view'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { Panel } from '../parts/desk.tsx'
import { ChoiceField, TextField, useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { draftOf, inputFrom, inputOf, kindsFor, newDraft, type RuleDraft, startKind } from './check-draft.ts'
import { CheckFields } from './check-fields.tsx'

const today = () => localMinute(Date.now()).slice(0, 10)

export const RuleForm = ({
  resource,
  known,
  onClose,
  onDone,
}: {
  resource: string
  known?: QualityRuleView | undefined
  onClose: () => void
  onDone: (rule: string) => void
}) => {
  const t = useWords()
  const say = useText()
  const client = useQueryClient()
  const sending = useSending()
  const entry = useApi<CatalogueEntry>(`/api/catalogue/${resource}`)
  const [draft, setDraft] = useState<RuleDraft>(() => (known ? draftOf(known) : newDraft('not-null', today())))
  const [reason, setReason] = useState('')
  const set = (change: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...change }))

  const save = async () => {
    const input = inputFrom(draft)
    const read = QualityRuleInput.safeParse(input)
    const wrong = Object.fromEntries((read.error?.issues ?? []).map(({ path }) => [inputOf(path), t('quality.wrong')]))
    const fine = sending.check({
      ...wrong,
      ...(wrong.title ? { title: t('quality.titleWrong') } : {}),
      ...(wrong.fields ? { fields: t('quality.fieldsWrong') } : {}),
      reason: known !== undefined && reason.trim().length < 2 && t('confirm.reasonNeeded', { least: 2 }),
    })
    if (!fine) return
    let id = known?.id ?? ''
    const path = `/api/quality/resources/${resource}/rules`
    const done = await sending.send(async () => {
      if (known) await request('PUT', `${path}/${encodeURIComponent(known.id)}`, { body: { rule: input, reason: reason.trim() } })
      else id = (await request<{ id: string }>('POST', path, { body: input })).id
    })
    if (!done) return
    await client.invalidateQueries({ queryKey: [path] })
    toast(t(known ? 'quality.changed' : 'quality.added'))
    onDone(id)
  }

  const fault = sending.error ?? sending.wrong('check')
  const kindsOf = (of: CatalogueEntry): QualityKind[] => {
    const fitting = kindsFor(of.resource.kind)
    return fitting.includes(draft.kind) ? fitting : [draft.kind, ...fitting]
  }
  return (
    <Panel
      title={known ? t('quality.changeTitle', { title: known.title }) : t('quality.newRule')}
      above={entry.data?.resource.title}
      onClose={onClose}
      form
      footer={
        <>
          {fault && (
            <div className="hc-form-fault">
              <Outcome tone="bad">{fault}</Outcome>
            </div>
          )}
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone="primary" pending={sending.busy} onPress={() => void save()}>
            {t('quality.save')}
          </Button>
        </>
      }
    >
      <Faces of={entry} loading={<LoadingRows rows={6} />}>
        {(of) => (
          <div className="hc-form">
            <ChoiceField
              label={t('quality.kind')}
              help={t(`quality.kindHelp.${draft.kind}`)}
              value={draft.kind}
              options={kindsOf(of).map((value) => ({ value, label: t(`quality.kinds.${value}`) }))}
              onChange={(kind) => {
                sending.check({})
                setDraft((before) => startKind(kind as QualityKind, before))
              }}
            />
            <CheckFields draft={draft} set={set} resource={of.resource} wrong={sending.wrong} />
            <TextField
              label={t('quality.ruleTitle')}
              help={t('quality.ruleTitleHelp')}
              value={draft.title}
              onChange={(title) => set({ title })}
              error={sending.wrong('title')}
            />
            <div className="hc-form-two">
              <ChoiceField
                label={t('quality.dimension')}
                help={t(`quality.means.${draft.dimension}`)}
                value={draft.dimension}
                options={QUALITY_DIMENSIONS.map((value) => ({ value, label: say(QUALITY_DIMENSION_NAMES[value]) }))}
                onChange={(dimension) => set({ dimension: dimension as QualityDimension })}
              />
              <TextField
                label={t('quality.weight')}
                help={t('quality.weightHelp')}
                value={draft.weight}
                onChange={(weight) => set({ weight })}
                error={sending.wrong('weight')}
              />
              <ChoiceField
                label={t('quality.severity')}
                help={t('quality.severityHelp')}
                value={draft.severity}
                options={(['error', 'warning'] as const).map((value) => ({ value, label: t(`quality.severities.${value}`) }))}
                onChange={(severity) => set({ severity: severity as RuleDraft['severity'] })}
              />
              <TextField
                label={t('quality.since')}
                help={t('quality.sinceHelp')}
                type="date"
                value={draft.since}
                onChange={(since) => set({ since })}
                error={sending.wrong('since')}
              />
            </div>
            {known && (
              <TextField
                label={t('quality.reason')}
                lines={2}
                value={reason}
                onChange={setReason}
                error={sending.wrong('reason')}
              />
            )}
          </div>
        )}
      </Faces>
    </Panel>
  )
}
