/** Registers a source, or changes one. */
import type { SourceView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { ChoiceField, ManyField, RegionField, TextField, UnitField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { Mono } from '../parts/small.tsx'
import { useKnownTypes } from './types.ts'

const PROTOCOLS = ['mqtt', 'ngsi-ld', 'cloudevents', 'open311', 'file', 'pull', 'internal'] as const
const PROVENANCES = ['local', 'elsewhere', 'simulated'] as const

export const SourceForm = ({
  known,
  onClose,
  onDone,
}: {
  /** the source to change; without it a new one is registered */
  known?: SourceView
  onClose: () => void
  onDone: (id: string) => void
}) => {
  const t = useWords()
  const client = useQueryClient()
  const { me, scopes } = useSession()
  const top = scopes('source.manage')[0] ?? '12'
  const types = useKnownTypes()
  const sending = useSending()
  const [id, setId] = useState(known?.id ?? '')
  const [title, setTitle] = useState(known?.title ?? '')
  const [unit, setUnit] = useState<string | null>(known?.unit ?? me?.units[0]?.id ?? null)
  const [region, setRegion] = useState<string | null>(known?.region ?? top)
  const [protocol, setProtocol] = useState<string>(known?.protocol ?? 'mqtt')
  const [provenance, setProvenance] = useState<string>(known?.provenance ?? 'local')
  const [chosen, setChosen] = useState<string[]>(known?.types ?? [])
  const [every, setEvery] = useState(known?.expectedEvery == null ? '' : String(known.expectedEvery))

  const save = async () => {
    const seconds = every.trim() === '' ? null : Number(every)
    const fine = sending.check({
      id: !/^[a-z0-9][a-z0-9-]{1,62}$/.test(id) && t('sources.idWrong'),
      title: title.trim() === '' && t('sources.titleWrong'),
      unit: unit === null && t('sources.unitWrong'),
      region: region === null && t('sources.regionWrong'),
      expectedEvery: seconds !== null && !(Number.isInteger(seconds) && seconds >= 1) && t('sources.everyWrong'),
    })
    if (!fine) return
    const body = {
      title: title.trim(),
      unit,
      region,
      provenance,
      protocol,
      types: chosen.length > 0 ? chosen : null,
      expectedEvery: seconds,
    }
    const made = await sending.send(() =>
      known
        ? request<SourceView>('PUT', `/api/sources/${encodeURIComponent(id)}`, { body })
        : request<SourceView>('POST', '/api/sources', { body: { id, ...body } }),
    )
    if (!made) return
    await client.invalidateQueries({ queryKey: ['/api/sources'] })
    toast(known ? t('sources.changed') : t('sources.registered', { title }))
    onDone(id)
  }

  return (
    <FormPanel
      title={known ? t('sources.change') : t('sources.new')}
      above={known && <Mono>{known.id}</Mono>}
      onClose={onClose}
      action={t(known ? 'sources.save' : 'sources.register')}
      sending={sending}
      onSend={save}
    >
      <TextField label={t('sources.name')} value={title} onChange={setTitle} error={sending.wrong('title')} />
      {!known && (
        <TextField
          label={t('sources.id')}
          help={t('sources.idHelp')}
          value={id}
          onChange={(text) => setId(text.toLowerCase())}
          error={sending.wrong('id')}
          mono
        />
      )}
      <div className="hc-form-two">
        <ChoiceField
          label={t('sources.protocol')}
          value={protocol}
          options={PROTOCOLS.map((value) => ({ value, label: t(`protocol.${value}`) }))}
          onChange={setProtocol}
        />
        <ChoiceField
          label={t('sources.provenance')}
          help={t(`provenance.help.${provenance}`)}
          value={provenance}
          options={PROVENANCES.map((value) => ({ value, label: t(`provenance.${value}`) }))}
          onChange={setProvenance}
        />
      </div>
      <UnitField label={t('sources.unit')} value={unit} onChange={setUnit} error={sending.wrong('unit')} />
      <RegionField label={t('sources.region')} top={top} value={region} onChange={setRegion} error={sending.wrong('region')} />
      <ManyField
        label={t('sources.types')}
        help={t('sources.typesHelp')}
        free
        optional
        options={types.map((value) => ({ value, label: value }))}
        value={chosen}
        onChange={setChosen}
        error={sending.wrong('types')}
      />
      <TextField
        label={t('sources.expected')}
        help={t('sources.expectedHelp')}
        value={every}
        onChange={setEvery}
        error={sending.wrong('expectedEvery')}
        optional
      />
    </FormPanel>
  )
}
