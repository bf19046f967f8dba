/** Defines a package: which fields of which resources, for which unit and region, how often. Issues its grants. */
import { type ReturnPackage, UPDATE_CYCLES } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { ChoiceField, RegionField, TextField, UnitField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { FieldsPick, ResourcePick } from '../parts/resource-field.tsx'
import { grantableOwners } from './owners.ts'

interface Part {
  key: string
  resource: string | null
  fields: string[]
  clear: string[]
}

const MOST_PARTS = 20
const blank = (): Part => ({ key: crypto.randomUUID(), resource: null, fields: [], clear: [] })

/** a year from today, as a package lasts unless told */
const nextYear = (): string => {
  const today = localMinute(Date.now()).slice(0, 10)
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4).replace('-02-29', '-02-28')}`
}

export const PackageForm = ({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) => {
  const t = useWords()
  const client = useQueryClient()
  const { me, scopes } = useSession()
  // the data authority proposes for every owner; others define what is their own
  const proposes = scopes('return-flow.propose').length > 0
  const owners = me && !proposes ? grantableOwners(me.actor) : null
  const sending = useSending()
  const [title, setTitle] = useState('')
  const [summary, setSummary] = useState('')
  const [unit, setUnit] = useState<string | null>(null)
  const [region, setRegion] = useState<string | null>(null)
  const [cycle, setCycle] = useState('realtime')
  const [basis, setBasis] = useState('')
  const [until, setUntil] = useState(nextYear)
  const [parts, setParts] = useState<Part[]>(() => [blank()])
  const change = (key: string, to: Partial<Part>) =>
    setParts((before) => before.map((part) => (part.key === key ? { ...part, ...to } : part)))

  const save = async () => {
    const fine = sending.check({
      title: title.trim().length < 2 && t('returnFlow.wrong.title'),
      unit: unit === null && t('returnFlow.wrong.unit'),
      region: region === null && t('returnFlow.wrong.region'),
      basis: basis.trim().length < 2 && t('returnFlow.wrong.basis'),
      until: until <= localMinute(Date.now()).slice(0, 10) && t('returnFlow.wrong.until'),
      ...Object.fromEntries(
        parts.flatMap((part, index) => [
          [`parts.${index}.resource`, part.resource === null && t('returnFlow.wrong.resource')],
          [`parts.${index}.fields`, part.resource !== null && part.fields.length === 0 && t('returnFlow.wrong.fields')],
        ]),
      ),
    })
    if (!fine) return
    let made: ReturnPackage | undefined
    const sent = await sending.send(async () => {
      made = await request<ReturnPackage>('POST', '/api/return-flow/packages', {
        body: {
          title: title.trim(),
          summary: summary.trim(),
          unit,
          region,
          cycle,
          basis: basis.trim(),
          until: `${until}T23:59:59+08:00`,
          parts: parts.map(({ resource, fields, clear }) => ({ resource, fields, clear })),
        },
      })
    })
    if (!sent || !made) return
    await client.invalidateQueries({ queryKey: ['/api/return-flow/packages'] })
    toast(t(made.state === 'proposed' ? 'returnFlow.proposed' : 'returnFlow.defined', { title: made.title }))
    onDone(made.id)
  }

  return (
    <FormPanel title={t('returnFlow.new')} onClose={onClose} action={t('returnFlow.define')} sending={sending} onSend={save}>
      <p className="hc-note">{t(proposes ? 'returnFlow.proposeHelp' : 'returnFlow.formHelp')}</p>
      <TextField label={t('returnFlow.name')} value={title} onChange={setTitle} error={sending.wrong('title')} />
      <TextField
        label={t('returnFlow.summary')}
        value={summary}
        onChange={setSummary}
        lines={2}
        error={sending.wrong('summary')}
        optional
      />
      <UnitField label={t('returnFlow.unit')} value={unit} onChange={setUnit} error={sending.wrong('unit')} />
      <RegionField
        label={t('returnFlow.region')}
        help={t('returnFlow.regionHelp')}
        top={scopes('grant.manage')[0] ?? '12'}
        value={region}
        onChange={setRegion}
        error={sending.wrong('region')}
      />
      <div className="hc-form-two">
        <ChoiceField
          label={t('returnFlow.cycle')}
          help={t('returnFlow.cycleHelp')}
          value={cycle}
          options={UPDATE_CYCLES.map((value) => ({ value, label: t(`resource.cycle.${value}`) }))}
          onChange={setCycle}
        />
        <TextField label={t('returnFlow.until')} type="date" value={until} onChange={setUntil} error={sending.wrong('until')} />
      </div>
      <TextField
        label={t('returnFlow.basis')}
        help={t('returnFlow.basisHelp')}
        value={basis}
        onChange={setBasis}
        error={sending.wrong('basis')}
      />
      {parts.map((part, index) => (
        <section key={part.key} className="hc-part" aria-label={t('returnFlow.partNo', { n: index + 1 })}>
          <header>
            <h3>{t('returnFlow.partNo', { n: index + 1 })}</h3>
            {parts.length > 1 && (
              <Button
                size="small"
                tone="plain"
                icon="trash"
                onPress={() => setParts((before) => before.filter(({ key }) => key !== part.key))}
              >
                {t('returnFlow.dropPart')}
              </Button>
            )}
          </header>
          <ResourcePick
            label={t('returnFlow.resource')}
            {...(owners ? { help: t('returnFlow.ownOnly'), owner: owners.join(',') } : {})}
            value={part.resource}
            onChange={(resource) => change(part.key, { resource, fields: [], clear: [] })}
            error={sending.wrong(`parts.${index}.resource`)}
          />
          {part.resource && (
            <FieldsPick
              label={t('returnFlow.fields')}
              help={t('returnFlow.fieldsHelp')}
              resource={part.resource}
              value={part.fields}
              onChange={(fields) => change(part.key, { fields })}
              clear={part.clear}
              onClear={(clear) => change(part.key, { clear })}
              error={sending.wrong(`parts.${index}.fields`) ?? sending.wrong(`parts.${index}.clear`)}
            />
          )}
        </section>
      ))}
      {parts.length < MOST_PARTS && (
        <Button size="small" icon="plus" onPress={() => setParts((before) => [...before, blank()])}>
          {t('returnFlow.addPart')}
        </Button>
      )}
    </FormPanel>
  )
}
