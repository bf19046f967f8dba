/** States a need in the name of one's unit: fields of a catalogued resource, or free words for what nobody has catalogued. */
import { CHANNELS, type LedgerDetail, PURPOSES, UPDATE_CYCLES } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { request } from '../../ui/api.ts'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Segments } from '../parts/filters.tsx'
import { ChoiceField, ManyField, RegionField, TextField, UnitField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { FieldsPick, ResourcePick, useEntry } from '../parts/resource-field.tsx'
import { wantedOf } from './ledger.ts'

export const NeedForm = ({
  resource: given,
  onClose,
  onDone,
}: {
  resource?: string
  onClose: () => void
  onDone: (id: string) => void
}) => {
  const t = useWords()
  const client = useQueryClient()
  const { me, scopes } = useSession()
  const sending = useSending()
  const [unit, setUnit] = useState(me?.units[0]?.id ?? '')
  const [way, setWay] = useState<'catalogued' | 'free'>('catalogued')
  const [resource, setResource] = useState<string | null>(given ?? null)
  const [fields, setFields] = useState<string[]>([])
  const [words, setWords] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const [title, setTitle] = useState('')
  const [matter, setMatter] = useState('')
  const [purpose, setPurpose] = useState<string>('governance')
  const [basis, setBasis] = useState('')
  const [frequency, setFrequency] = useState<string | null>(null)
  const [wantedBy, setWantedBy] = useState('')
  const [region, setRegion] = useState<string | null>(null)
  const [channels, setChannels] = useState<string[] | null>(null)
  const [description, setDescription] = useState('')
  const key = useRef(crypto.randomUUID())
  const entry = useEntry(way === 'catalogued' ? resource : null)
  const named = way === 'catalogued' ? resource : null
  // what the entry says is proposed, as long as nobody wrote something else
  const known = entry.data?.resource
  const often = frequency ?? known?.cycle ?? 'daily'
  const ways = channels ?? (known?.channels[0] ? [known.channels[0]] : ['api'])
  // until somebody writes another one
  const offered =
    named && entry.data && matter.trim() !== ''
      ? t('ledger.titleOf', { resource: entry.data.resource.title, matter: matter.trim() })
      : ''
  const called = (title.trim() || offered).slice(0, 60)

  const send = async () => {
    const wanted = named
      ? fields.map((field) => ({
          name: entry.data?.resource.fields.find(({ name }) => name === field)?.title ?? field,
          field,
        }))
      : wantedOf(words).map((name) => ({ name }))
    const fine = sending.check({
      title: called.length < 2 && t('ledger.wrong.title'),
      resource: way === 'catalogued' && resource === null && t('ledger.wrong.resource'),
      fields: wanted.length === 0 && (way === 'free' || resource !== null) && t('ledger.wrong.fields'),
      matter: matter.trim() === '' && t('ledger.wrong.matter'),
      basis: basis.trim().length < 2 && t('ledger.wrong.basis'),
      channels: ways.length === 0 && t('ledger.wrong.channels'),
      wantedBy: wantedBy !== '' && wantedBy < localMinute(Date.now()).slice(0, 10) && t('ledger.wrong.wantedBy'),
    })
    if (!fine) return
    let made: LedgerDetail | undefined
    const sent = await sending.send(async () => {
      made = await request<LedgerDetail>('POST', '/api/ledger', {
        body: {
          title: called,
          description: description.trim(),
          matter: matter.trim(),
          fields: wanted,
          purpose,
          basis: basis.trim(),
          frequency: often,
          wantedBy: wantedBy || null,
          region,
          channels: ways,
          owner: named ? null : owner,
          resource: named,
          ...(unit ? { unit } : {}),
          clientKey: key.current,
        },
      })
    })
    if (!sent || !made) return
    await client.invalidateQueries({ queryKey: ['/api/ledger'] })
    toast(t('ledger.stated', { no: made.row.caseNo }))
    onDone(made.row.id)
  }

  return (
    <FormPanel title={t('ledger.state')} onClose={onClose} action={t('ledger.send')} sending={sending} onSend={send}>
      <p className="hc-note">{t('ledger.stateHelp')}</p>
      {(me?.units.length ?? 0) > 1 && (
        <ChoiceField
          label={t('ledger.asker')}
          value={unit}
          options={(me?.units ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setUnit}
        />
      )}
      <Segments
        label={t('ledger.wayLabel')}
        value={way}
        options={(['catalogued', 'free'] as const).map((value) => ({ value, label: t(`ledger.ways.${value}`) }))}
        onChange={setWay}
      />
      {way === 'catalogued' ? (
        <>
          <ResourcePick
            label={t('ledger.resource')}
            value={resource}
            onChange={(next) => {
              setResource(next)
              setFields([])
            }}
            error={sending.wrong('resource')}
            clearable
          />
          {resource && (
            <FieldsPick
              label={t('ledger.wanted')}
              help={t('ledger.wantedHelp')}
              resource={resource}
              value={fields}
              onChange={setFields}
              error={sending.wrong('fields')}
            />
          )}
        </>
      ) : (
        <>
          <TextField
            label={t('ledger.wanted')}
            help={t('ledger.wantedFree')}
            value={words}
            onChange={setWords}
            lines={4}
            error={sending.wrong('fields')}
          />
          <UnitField
            label={t('ledger.guessOwner')}
            help={t('ledger.guessHelp')}
            value={owner}
            onChange={setOwner}
            error={sending.wrong('owner')}
            clearable
            optional
          />
        </>
      )}
      <TextField
        label={t('ledger.matter')}
        help={t('ledger.matterHelp')}
        value={matter}
        onChange={setMatter}
        error={sending.wrong('matter')}
      />
      <TextField
        label={t('ledger.title')}
        value={title}
        placeholder={offered}
        onChange={setTitle}
        error={sending.wrong('title')}
        optional={offered !== ''}
      />
      <div className="hc-form-two">
        <ChoiceField
          label={t('ledger.purpose')}
          value={purpose}
          options={PURPOSES.filter((each) => each !== 'own-data').map((value) => ({
            value,
            label: t(`policy.purpose.${value}`),
          }))}
          onChange={setPurpose}
        />
        <ChoiceField
          label={t('ledger.frequency')}
          value={often}
          options={UPDATE_CYCLES.map((value) => ({ value, label: t(`resource.cycle.${value}`) }))}
          onChange={setFrequency}
        />
      </div>
      <TextField
        label={t('ledger.basis')}
        help={t('ledger.basisHelp')}
        value={basis}
        onChange={setBasis}
        error={sending.wrong('basis')}
      />
      <div className="hc-form-two">
        <TextField
          label={t('ledger.wantedBy')}
          type="date"
          value={wantedBy}
          onChange={setWantedBy}
          error={sending.wrong('wantedBy')}
          optional
        />
        <ManyField
          label={t('ledger.channels')}
          options={CHANNELS.map((value) => ({ value, label: t(`policy.channel.${value}`) }))}
          value={ways}
          onChange={setChannels}
          error={sending.wrong('channels')}
        />
      </div>
      <RegionField
        label={t('ledger.region')}
        help={t('ledger.regionHelp')}
        top={scopes('ledger.read')[0]?.slice(0, 2) ?? '12'}
        value={region}
        onChange={setRegion}
        error={sending.wrong('region')}
        clearable
        optional
      />
      <TextField
        label={t('ledger.description')}
        value={description}
        onChange={setDescription}
        lines={3}
        error={sending.wrong('description')}
        optional
      />
    </FormPanel>
  )
}
