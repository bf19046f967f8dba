/** A new grant; beside every field stands what the grantee will see of it. */
import type { DataGrantInput, GrantView, Purpose, Resource } from '@haihe/contract'
import { useMemo, useState } from 'react'
import { post } from '../../ui/api.ts'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { ChoiceField, RegionField, TextField, UnitField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { ResourcePick, useEntry } from '../parts/resource-field.tsx'
import { Outcome } from '../parts/small.tsx'
import { GrantFields } from './grant-fields.tsx'
import {
  channelsOf,
  emptyDraft,
  GRANTED_PURPOSES,
  GRANTS,
  type GrantDraft,
  type GrantPage,
  inputOf,
  obstacleOf,
  useLimits,
  wrongIn,
} from './grants.ts'
import { asGrant, seenUnder } from './sees.ts'

const Channels = ({
  resource,
  value,
  onChange,
  error,
}: {
  resource: Resource
  value: DataGrantInput['channels']
  onChange: (channels: DataGrantInput['channels']) => void
  error: string | undefined
}) => {
  const t = useWords()
  const offered = channelsOf(resource)
  return (
    <fieldset className="hc-ticks">
      <legend>{t('grants.channels')}</legend>
      {offered.map((channel) => (
        <label key={channel}>
          <input
            type="checkbox"
            checked={value.includes(channel)}
            onChange={() => onChange(offered.filter((one) => (one === channel ? !value.includes(channel) : value.includes(one))))}
          />
          {t(`policy.channel.${channel}`)}
        </label>
      ))}
      {error && <span className="hh-field-error">{error}</span>}
    </fieldset>
  )
}

export const GrantForm = ({
  resource: given,
  onClose,
  onDone,
}: {
  resource: string | null
  onClose: () => void
  onDone: (id: string) => unknown
}) => {
  const t = useWords()
  const { me } = useSession()
  const limits = useLimits()
  const sending = useSending()
  const at = useMemo(() => new Date(), [])
  const [draft, setDraft] = useState<GrantDraft>(() => emptyDraft(given, localMinute(Date.now()).slice(0, 10)))
  const set = (change: Partial<GrantDraft>) => setDraft((before) => ({ ...before, ...change }))
  const entry = useEntry(draft.resource)
  const others = useApi<GrantPage>(
    GRANTS,
    { resource: draft.resource ?? undefined, limit: 200 },
    { enabled: draft.resource !== null },
  )
  const units = me?.actor.grants.map(({ unit }) => unit).filter((unit) => unit !== null) ?? []
  const save = async () => {
    const wrong = wrongIn(draft)
    if (!sending.check(Object.fromEntries(Object.entries(wrong).map(([path, word]) => [path, t(`grants.wrong.${word}`)])))) return
    const body = inputOf(draft)
    if (!body) return
    await sending.send(async () => {
      const grant = await post<GrantView>(GRANTS, body)
      toast(t('grants.made'))
      await onDone(grant.id)
    })
  }
  const preview = (resource: Resource) =>
    seenUnder(
      asGrant(
        {
          resource: resource.id,
          grantee: draft.grantee ?? '?',
          fields: draft.fields,
          clear: draft.clear,
          purpose: draft.purpose || 'governance',
          basis: draft.basis,
          region: draft.region,
          channels: draft.channels.length > 0 ? draft.channels : ['api'],
          quota: null,
          from: '',
          until: '',
        },
        at,
      ),
      resource,
      { others: others.data?.items ?? [], limits, at },
    )
  return (
    <FormPanel title={t('grants.new')} onClose={onClose} action={t('grants.issue')} sending={sending} onSend={save}>
      <ResourcePick
        label={t('grants.resource')}
        help={t('grants.resourceHelp')}
        value={draft.resource}
        owner={
          units.length > 0 && !me?.actor.grants.some(({ unit }) => unit === null) ? [...new Set(units)].join(',') : undefined
        }
        onChange={(resource) => set({ resource, fields: [], clear: [], region: null, channels: ['api'] })}
        error={sending.wrong('resource')}
      />
      {draft.resource !== null && (
        <Faces of={entry} loading={<LoadingRows rows={6} />} small>
          {({ resource }) => {
            const obstacle = obstacleOf(me?.actor, resource)
            if (obstacle) return <Outcome tone="bad">{t(`grants.cannot.${obstacle}`)}</Outcome>
            const offered = channelsOf(resource)
            return (
              <div className="hc-form">
                <UnitField
                  label={t('grants.grantee')}
                  value={draft.grantee}
                  onChange={(grantee) => set({ grantee })}
                  error={sending.wrong('grantee')}
                />
                <div className="hc-form-two">
                  <ChoiceField
                    label={t('policy.purposeName')}
                    value={draft.purpose}
                    options={[
                      { value: '', label: t('grants.choose') },
                      ...GRANTED_PURPOSES.map((value) => ({ value, label: t(`policy.purpose.${value}`) })),
                    ]}
                    onChange={(purpose) => set({ purpose: purpose as Purpose | '' })}
                    error={sending.wrong('purpose')}
                  />
                  <TextField
                    label={t('policy.basis')}
                    value={draft.basis}
                    placeholder={t('policy.basisHint')}
                    onChange={(basis) => set({ basis: basis.slice(0, 500) })}
                    error={sending.wrong('basis')}
                  />
                </div>
                <GrantFields
                  resource={resource}
                  draft={draft}
                  seen={preview(resource)}
                  onChange={set}
                  error={sending.wrong('fields') ?? sending.wrong('clear')}
                />
                <Channels
                  resource={resource}
                  value={draft.channels.filter((channel) => offered.includes(channel))}
                  onChange={(channels) => set({ channels })}
                  error={sending.wrong('channels')}
                />
                <RegionField
                  label={t('grants.region')}
                  help={t('grants.regionHelp')}
                  top={resource.region}
                  finest={12}
                  value={draft.region}
                  onChange={(region) => set({ region })}
                  clearable
                  optional
                  error={sending.wrong('region')}
                />
                <div className="hc-form-two">
                  <TextField
                    label={t('grants.fromDay')}
                    type="date"
                    value={draft.from}
                    onChange={(from) => set({ from })}
                    error={sending.wrong('from')}
                  />
                  <TextField
                    label={t('grants.untilDay')}
                    type="date"
                    value={draft.until}
                    onChange={(until) => set({ until })}
                    error={sending.wrong('until')}
                  />
                  <TextField
                    label={t('grants.quota')}
                    value={draft.quota}
                    placeholder={t('grants.noQuota')}
                    onChange={(quota) => set({ quota })}
                    optional
                    error={sending.wrong('quota')}
                  />
                </div>
              </div>
            )
          }}
        </Faces>
      )}
    </FormPanel>
  )
}
