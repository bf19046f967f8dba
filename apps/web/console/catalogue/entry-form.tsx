/** Writes a draft of an entry, or changes one; what is published goes on being served until the change is reviewed. */
import {
  ACCESS_TYPES,
  type AccessType,
  type CatalogueClass,
  type CatalogueEntry,
  RESOURCE_KINDS,
  type Resource,
  type ResourceDraft,
  UPDATE_CYCLES,
} from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { Panel } from '../parts/desk.tsx'
import { ChoiceField, ManyField, RegionField, TextField, UnitField, useSending } from '../parts/form.tsx'
import { Facts, Mono, Outcome } from '../parts/small.tsx'
import { readAnew } from './catalogue.ts'
import { basesOf, type DraftForm, draftOf, emptyForm, formOf, joinPath, wrongWith } from './draft.ts'
import { FieldsEditor } from './fields-editor.tsx'

const CHANNELS = ['api', 'table', 'file'] as const

/** The words of a resource without what the hub adds. */
const wordsOf = (resource: Resource): ResourceDraft => {
  const { title, summary, path, owner, region, kind, target, fields, keys, subject, regionField } = resource
  const { sharing, opening, channels, cycle, keywords } = resource
  return {
    ...{ title, summary, path, owner, region, kind, target, fields, keys, subject, regionField },
    ...{ sharing, opening, channels, cycle, keywords },
  }
}

export const EntryForm = ({
  known,
  onClose,
  onDone,
}: {
  /** the entry to change; without it a new one is written */
  known?: CatalogueEntry
  onClose: () => void
  onDone: (id: string) => void
}) => {
  const t = useWords()
  const client = useQueryClient()
  const { me, scopes } = useSession()
  const top = scopes('catalogue.edit')[0] ?? '12'
  const classes = useApi<{ classes: CatalogueClass[] }>('/api/catalogue/classes', undefined, {
    staleTime: Number.POSITIVE_INFINITY,
  })
  const sending = useSending()
  const [form, setForm] = useState<DraftForm>(() =>
    known ? formOf(known.work ?? wordsOf(known.resource)) : emptyForm(me?.units[0]?.id ?? null, top),
  )
  const [reason, setReason] = useState('')
  // the revision this form began from: when somebody else was quicker the server says so
  const [revision] = useState(known?.revision)
  const [count, setCount] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const set = (change: Partial<DraftForm>) => setForm((before) => ({ ...before, ...change }))
  const wrong = (path: string) => sending.wrong(path) ?? sending.wrong(`draft.${path}`)
  const served = known !== undefined && known.resource.version > 0

  const save = async () => {
    const draft = draftOf(form)
    const found = {
      ...wrongWith(draft, t),
      ...(known && reason.trim().length < 2 ? { reason: t('catalogue.form.wrong.reason') } : {}),
    }
    setCount(Object.keys(found).length)
    if (!sending.check(found)) {
      // once the messages are drawn, the keyboard stands where the first of them is
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    let id = ''
    const saved = await sending.send(async () => {
      const entry = known
        ? await request<CatalogueEntry>('PUT', `/api/catalogue/${known.resource.id}`, {
            body: { draft, reason: reason.trim(), revision },
          })
        : await post<CatalogueEntry>('/api/catalogue', { draft })
      id = entry.resource.id
    })
    if (!saved) return
    await readAnew(client)
    toast(t('catalogue.form.saved'))
    onDone(id)
  }

  const bases = basesOf(classes.data?.classes ?? [])
  const fieldOptions = (rows: DraftForm['rows']) => [
    { value: '', label: t('catalogue.form.noField') },
    ...rows.map(({ id, title, name }, index) => ({
      value: String(id),
      label: title || name || t('catalogue.form.unnamed', { no: index + 1 }),
    })),
  ]
  const rowIn = (value: string) => (value === '' ? null : Number(value))
  const access = (group: 'sharing' | 'opening') =>
    ACCESS_TYPES.map((value) => ({ value, label: t(`resource.${group}.${value}`) }))

  return (
    <Panel
      title={t(known ? (served ? 'catalogue.changeServed' : 'catalogue.changeTitle') : 'catalogue.newTitle')}
      above={known && <Mono>{known.resource.code}</Mono>}
      onClose={onClose}
      form
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone="primary" pending={sending.busy} onPress={() => void save()}>
            {t(known ? 'catalogue.form.save' : 'catalogue.form.saveNew')}
          </Button>
          {count > 0 && (
            <span className="hc-bad" role="status">
              {t('catalogue.form.errors', { count })}
            </span>
          )}
          {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
        </>
      }
    >
      <div ref={box} className="hc-form hc-entry-form">
        <section className="hc-section">
          <h3>{t('catalogue.form.basics')}</h3>
          <TextField
            label={t('catalogue.name')}
            help={t('catalogue.form.titleHelp')}
            value={form.title}
            onChange={(title) => set({ title })}
            error={wrong('title')}
          />
          <TextField
            label={t('catalogue.summary')}
            value={form.summary}
            onChange={(summary) => set({ summary })}
            error={wrong('summary')}
            lines={3}
          />
          {served ? (
            <Facts
              of={[
                [t('catalogue.form.class'), `${joinPath(form.base, form.list)}（${t('catalogue.form.fixed')}）`],
                [t('catalogue.form.kind'), `${t(`resource.kind.${form.kind}`)}（${t('catalogue.form.fixed')}）`],
              ]}
            />
          ) : (
            <div className="hc-form-two">
              <ChoiceField
                label={t('catalogue.form.class')}
                value={form.base}
                options={
                  bases.some(({ value }) => value === form.base) ? bases : [{ value: form.base, label: form.base }, ...bases]
                }
                onChange={(base) => set({ base })}
              />
              <TextField
                label={t('catalogue.form.list')}
                help={t('catalogue.form.listHelp')}
                value={form.list}
                onChange={(list) => set({ list })}
                error={wrong('path')}
                mono
              />
              <ChoiceField
                label={t('catalogue.form.kind')}
                value={form.kind}
                options={RESOURCE_KINDS.map((value) => ({ value, label: t(`resource.kind.${value}`) }))}
                onChange={(kind) => set({ kind: kind as DraftForm['kind'] })}
              />
            </div>
          )}
          {form.kind !== 'table' && (
            <TextField
              label={t(`catalogue.target.${form.kind}`)}
              value={form.target}
              onChange={(target) => set({ target })}
              error={wrong('target')}
              mono
            />
          )}
          <div className="hc-form-two">
            <UnitField
              label={t('catalogue.owner')}
              value={form.owner}
              onChange={(owner) => set({ owner })}
              error={wrong('owner')}
            />
            <RegionField
              label={t('catalogue.region')}
              top={top}
              value={form.region}
              onChange={(region) => set({ region })}
              error={wrong('region')}
            />
          </div>
        </section>
        <section className="hc-section">
          <h3>{t('catalogue.form.fields')}</h3>
          <p className="hc-note">{t('catalogue.form.classifyNote')}</p>
          <FieldsEditor rows={form.rows} onChange={(rows) => set({ rows })} wrong={wrong} />
          {form.rows.length === 0 && wrong('fields') && <Outcome tone="bad">{wrong('fields')}</Outcome>}
          {wrong('keys') && <Outcome tone="bad">{wrong('keys')}</Outcome>}
          <div className="hc-form-two">
            <ChoiceField
              label={t('catalogue.form.subjectKind')}
              help={t('catalogue.form.subjectHelp')}
              value={form.subjectKind}
              options={(['none', 'person', 'enterprise'] as const).map((value) => ({
                value,
                label: t(`resource.subject.${value}`),
              }))}
              onChange={(kind) => set({ subjectKind: kind as DraftForm['subjectKind'] })}
            />
            {form.subjectKind !== 'none' && (
              <ChoiceField
                label={t('catalogue.form.subjectField')}
                value={String(form.subjectRow ?? '')}
                options={fieldOptions(form.rows)}
                onChange={(value) => set({ subjectRow: rowIn(value) })}
                error={wrong('subject')}
              />
            )}
            <ChoiceField
              label={t('catalogue.regionField')}
              help={t('catalogue.form.regionFieldHelp')}
              value={String(form.regionRow ?? '')}
              options={fieldOptions(form.rows)}
              onChange={(value) => set({ regionRow: rowIn(value) })}
              error={wrong('regionField')}
            />
          </div>
        </section>
        <section className="hc-section">
          <h3>{t('catalogue.form.use')}</h3>
          <div className="hc-form-two">
            <ChoiceField
              label={t('catalogue.sharing')}
              value={form.sharing.type}
              options={access('sharing')}
              onChange={(type) => set({ sharing: { ...form.sharing, type: type as AccessType } })}
            />
            {form.sharing.type === 'conditional' && (
              <TextField
                label={t('catalogue.form.sharingCondition')}
                value={form.sharing.condition}
                onChange={(condition) => set({ sharing: { ...form.sharing, condition } })}
                error={wrong('sharing.condition')}
              />
            )}
            {form.sharing.type === 'refused' && (
              <TextField
                label={t('catalogue.form.sharingBasis')}
                value={form.sharing.basis}
                onChange={(basis) => set({ sharing: { ...form.sharing, basis } })}
                error={wrong('sharing.basis')}
              />
            )}
          </div>
          <div className="hc-form-two">
            <ChoiceField
              label={t('catalogue.opening')}
              value={form.opening.type}
              options={access('opening')}
              onChange={(type) => set({ opening: { ...form.opening, type: type as AccessType } })}
            />
            {form.opening.type === 'conditional' && (
              <TextField
                label={t('catalogue.form.openingCondition')}
                value={form.opening.condition}
                onChange={(condition) => set({ opening: { ...form.opening, condition } })}
                error={wrong('opening.condition')}
              />
            )}
          </div>
        </section>
        <section className="hc-section">
          <h3>{t('catalogue.form.supply')}</h3>
          <div className="hc-form-two">
            <ChoiceField
              label={t('catalogue.cycle')}
              value={form.cycle}
              options={UPDATE_CYCLES.map((value) => ({ value, label: t(`resource.cycle.${value}`) }))}
              onChange={(cycle) => set({ cycle: cycle as DraftForm['cycle'] })}
            />
            <fieldset className="hc-channels" data-wrong={wrong('channels') ? true : undefined}>
              <legend>{t('catalogue.channels')}</legend>
              {CHANNELS.map((channel) => (
                <label key={channel}>
                  <input
                    type="checkbox"
                    checked={form.channels.includes(channel)}
                    onChange={(event) =>
                      set({
                        channels: CHANNELS.filter((one) =>
                          one === channel ? event.target.checked : form.channels.includes(one),
                        ),
                      })
                    }
                  />
                  {t(`resource.channel.${channel}`)}
                </label>
              ))}
              {wrong('channels') && <span className="hc-bad">{wrong('channels')}</span>}
            </fieldset>
          </div>
          <ManyField
            label={t('catalogue.keywords')}
            help={t('catalogue.form.keywordsHelp')}
            free
            optional
            options={[]}
            value={form.keywords}
            onChange={(keywords) => set({ keywords })}
            error={wrong('keywords')}
          />
          {known && (
            <TextField
              label={t('catalogue.form.reason')}
              help={t('catalogue.form.reasonHelp')}
              value={reason}
              onChange={setReason}
              error={wrong('reason')}
              lines={2}
            />
          )}
        </section>
      </div>
    </Panel>
  )
}
