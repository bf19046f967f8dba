/** 接口配置: how the hub calls a service; for its owner. */
import { PARAMETER_TYPES, type Resource, type ServiceParameter, type ServiceView, serviceProblems } from '@haihe/contract'
import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { Panel } from '../parts/desk.tsx'
import { ChoiceField, type Sending, TextField, useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { draftOf, inputOf, NEW_PARAMETER } from './service.ts'

const Parameter = ({
  one,
  at,
  resource,
  wrong,
  onChange,
  onRemove,
}: {
  one: ServiceParameter
  at: number
  resource: Resource
  wrong: Sending['wrong']
  onChange: (next: ServiceParameter) => void
  onRemove: () => void
}) => {
  const t = useWords()
  const set = (more: Partial<ServiceParameter>) => onChange({ ...one, ...more })
  const bad = (name: string) => wrong(`settings.parameters.${at}.${name}`)
  return (
    <fieldset className="hc-section hc-parameter">
      <legend>{one.title || one.name || t('service.parameter', { n: at + 1 })}</legend>
      <TextField label={t('service.name')} value={one.name} error={bad('name')} onChange={(name) => set({ name })} mono />
      <TextField
        label={t('service.title')}
        value={one.title}
        error={bad('title')}
        optional
        onChange={(title) => set({ title })}
      />
      <ChoiceField
        label={t('service.type')}
        value={one.type}
        options={PARAMETER_TYPES.map((value) => ({ value, label: t(`service.types.${value}`) }))}
        onChange={(type) => set({ type: type as ServiceParameter['type'] })}
      />
      <ChoiceField
        label={t('service.in')}
        value={one.in}
        error={bad('in')}
        options={(['query', 'path', 'body'] as const).map((value) => ({ value, label: t(`service.places.${value}`) }))}
        onChange={(place) => set({ in: place as ServiceParameter['in'] })}
      />
      <ChoiceField
        label={t('service.field')}
        help={t('service.fieldHelp')}
        value={one.field ?? ''}
        error={bad('field')}
        options={[
          { value: '', label: t('service.noField') },
          ...resource.fields.map(({ name, title }) => ({ value: name, label: title })),
        ]}
        onChange={(field) => set({ field: field === '' ? null : field })}
      />
      <TextField
        label={t('service.choices')}
        help={t('service.choicesHelp')}
        value={one.choices.join('，')}
        optional
        onChange={(text) =>
          set({
            choices: text
              .split(/[,，、]/)
              .map((each) => each.trim())
              .filter(Boolean),
          })
        }
      />
      <TextField
        label={t('service.fallback')}
        value={one.fallback ?? ''}
        error={bad('fallback')}
        optional
        onChange={(text) => set({ fallback: text === '' ? null : text })}
      />
      <div className="hc-check">
        <label>
          <input type="checkbox" checked={one.required} onChange={(event) => set({ required: event.target.checked })} />
          {t('service.required')}
        </label>
      </div>
      <Button size="small" tone="plain" icon="close" onPress={onRemove}>
        {t('service.removeParameter')}
      </Button>
    </fieldset>
  )
}

export const ServiceSettingsPanel = ({
  resource,
  service,
  onClose,
  onDone,
}: {
  resource: Resource
  service: ServiceView
  onClose: () => void
  onDone: () => unknown
}) => {
  const t = useWords()
  const sending = useSending()
  const known = service.manage
  const [draft, setDraft] = useState(() => draftOf(known?.settings, resource.target, known ? service.enabled : true))
  const set = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more })
  const save = async () => {
    const input = inputOf(draft, known?.version ?? 0)
    const found = Object.fromEntries(serviceProblems(input, resource).map(({ path, message }) => [path, message]))
    if (!sending.check(found)) return
    const done = await sending.send(() => request<ServiceView>('PUT', `/api/resources/${resource.id}/service`, { body: input }))
    if (!done) return
    toast(t('service.saved'))
    await onDone()
    onClose()
  }
  const wrong = (name: string) => sending.wrong(`settings.${name}`)
  return (
    <Panel title={t('service.settings')} above={resource.title} onClose={onClose}>
      <form
        className="hc-section"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label={t('service.url')}
          help={t('service.urlHelp')}
          type="url"
          mono
          value={draft.url}
          error={wrong('url')}
          onChange={(url) => set({ url })}
        />
        <ChoiceField
          label={t('service.method')}
          value={draft.method}
          options={(['GET', 'POST'] as const).map((value) => ({ value, label: value }))}
          onChange={(method) => set({ method: method as typeof draft.method })}
        />
        {draft.parameters.map((one, at) => (
          <Parameter
            // biome-ignore lint/suspicious/noArrayIndexKey: a parameter has no other name than the one that is being written
            key={at}
            one={one}
            at={at}
            resource={resource}
            wrong={sending.wrong}
            onChange={(next) => set({ parameters: draft.parameters.with(at, next) })}
            onRemove={() => set({ parameters: draft.parameters.toSpliced(at, 1) })}
          />
        ))}
        <Button size="small" onPress={() => set({ parameters: [...draft.parameters, NEW_PARAMETER] })}>
          {t('service.addParameter')}
        </Button>
        <TextField
          label={t('service.rows')}
          help={t('service.rowsHelp')}
          mono
          optional
          value={draft.rows}
          error={wrong('rows')}
          onChange={(rows) => set({ rows })}
        />
        <TextField
          label={t('service.members')}
          help={t('service.membersHelp')}
          mono
          lines={4}
          optional
          value={draft.members}
          error={wrong('members')}
          onChange={(members) => set({ members })}
        />
        <TextField
          label={t('service.headers')}
          help={t('service.headersHelp')}
          mono
          lines={2}
          optional
          value={draft.headers}
          error={wrong('headers')}
          onChange={(headers) => set({ headers })}
        />
        <TextField
          label={t('service.secrets')}
          help={
            known && known.secretNames.length > 0
              ? t('service.secretsKept', { names: known.secretNames.join(t('policy.and')) })
              : t('service.secretsHelp')
          }
          mono
          lines={2}
          optional
          value={draft.secrets}
          error={sending.wrong('secrets')}
          onChange={(secrets) => set({ secrets })}
        />
        <TextField
          label={t('service.timeout')}
          value={draft.timeoutSeconds}
          error={wrong('timeoutSeconds')}
          onChange={(timeoutSeconds) => set({ timeoutSeconds })}
        />
        <TextField
          label={t('service.most')}
          value={draft.mostKilobytes}
          error={wrong('mostKilobytes')}
          onChange={(mostKilobytes) => set({ mostKilobytes })}
        />
        <div className="hc-check">
          <label>
            <input type="checkbox" checked={draft.enabled} onChange={(event) => set({ enabled: event.target.checked })} />
            {t('service.enabled')}
          </label>
        </div>
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
        <Button type="submit" tone="primary" pending={sending.busy}>
          {t('service.save')}
        </Button>
      </form>
    </Panel>
  )
}
