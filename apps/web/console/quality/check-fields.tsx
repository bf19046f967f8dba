/** The questions of one kind of check, and no others. */
import type { CatalogueEntry, Resource } from '@haihe/contract'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { ChoiceField, Field, ManyField, TextField } from '../parts/form.tsx'
import { JsonEditor } from '../parts/json.tsx'
import { Outcome } from '../parts/small.tsx'
import { KINDS, type Parameter, type RuleDraft } from './check-draft.ts'
import { PairsField } from './pairs-field.tsx'
import { ResourceField } from './resource-field.tsx'

type Options = { value: string; label: string }[]
const optionsOf = (resource: Pick<Resource, 'fields'> | undefined): Options =>
  resource?.fields.map(({ name, title }) => ({ value: name, label: `${title} · ${name}` })) ?? []

interface Asked {
  draft: RuleDraft
  set: (change: Partial<RuleDraft>) => void
  wrong: (path: string) => string | undefined
}

const ParameterField = ({ of, own, draft, set, wrong }: Asked & { of: Parameter; own: Options }) => {
  const t = useWords()
  const value = draft.texts[of.name] ?? ''
  const onChange = (text: string) => set({ texts: { ...draft.texts, [of.name]: text } })
  const label = t(`quality.parameter.${of.name}`)
  const help = t(`quality.parameterHelp.${of.input === 'bound' ? 'bound' : of.name}`, '') || undefined
  const shared = { label, help, value, onChange, error: wrong(of.name) }
  switch (of.input) {
    case 'resource':
      return (
        <ResourceField
          label={label}
          help={t('quality.resourceHelp')}
          value={draft.resource}
          onChange={(resource) => set({ resource })}
          error={wrong('resource')}
        />
      )
    case 'choice':
      return (
        <ChoiceField
          {...shared}
          options={of.choices.map((one) => ({ value: one, label: t(`quality.choice.${one.replaceAll(/[.\s]/g, '')}`, one) }))}
        />
      )
    case 'field':
      return <ChoiceField {...shared} optional options={[{ value: '', label: t('quality.noField') }, ...own]} />
    case 'condition':
      return (
        <Field label={label} help={help} error={wrong('condition')}>
          {() => <JsonEditor label={label} text={value} onChange={onChange} rows={8} />}
        </Field>
      )
    case 'words':
      return <TextField {...shared} lines={4} />
    default:
      return <TextField {...shared} optional={'optional' in of} mono={of.input === 'text'} />
  }
}

const OwnFields = ({ own, draft, set, wrong }: Asked & { own: Options }) => {
  const t = useWords()
  const { fields } = KINDS[draft.kind]
  if (fields === 'none') return null
  if (fields === 'many')
    return (
      <ManyField
        label={t('quality.fields')}
        value={draft.fields}
        options={own}
        onChange={(chosen) => set({ fields: chosen })}
        error={wrong('fields')}
      />
    )
  return (
    <div className={fields.length > 1 ? 'hc-form-two' : undefined}>
      {fields.map((name, n) => (
        <ChoiceField
          key={name}
          label={t(`quality.fieldIs.${name}`)}
          value={draft.fields[n] ?? ''}
          options={[{ value: '', label: t('quality.chooseField') }, ...own]}
          onChange={(chosen) => set({ fields: fields.map((_, at) => (at === n ? chosen : (draft.fields[at] ?? ''))) })}
          error={draft.fields[n] ? undefined : wrong('fields')}
        />
      ))}
    </div>
  )
}

export const CheckFields = ({ resource, ...asked }: Asked & { resource: Resource }) => {
  const t = useWords()
  const { draft, set, wrong } = asked
  const spec = KINDS[draft.kind]
  const own = optionsOf(resource)
  const partner = useApi<CatalogueEntry>(`/api/catalogue/${draft.resource}`, undefined, {
    enabled: spec.partners !== undefined && draft.resource !== '',
  })
  const other = optionsOf(partner.data?.resource)
  return (
    <>
      {!spec.partners && <OwnFields own={own} {...asked} />}
      {spec.parameters.map((one) => (
        <ParameterField key={one.name} of={one} own={own} {...asked} />
      ))}
      {spec.partners && (
        <>
          {partner.error && <Outcome tone="bad">{partner.error.message}</Outcome>}
          <PairsField
            label={t('quality.pairs')}
            help={t(`quality.pairsHelp.${draft.kind}`)}
            value={draft.pairs}
            own={own}
            other={other}
            onChange={(pairs) => set({ pairs })}
            error={wrong('fields')}
          />
        </>
      )}
      {spec.partners === 'fields-and-on' && (
        <PairsField
          label={t('quality.on')}
          help={t('quality.onHelp')}
          value={draft.on}
          own={own}
          other={other}
          onChange={(on) => set({ on })}
          error={wrong('on')}
        />
      )}
    </>
  )
}
