/** An export proven: its manifest against the lineage. */
import { ExportManifest, type ExportProof, type ExportView } from '@haihe/contract'
import { useState } from 'react'
import { get, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { FileField } from '../parts/file-field.tsx'
import { ChoiceField, TextField, useSending } from '../parts/form.tsx'
import { Outcome, StateMark } from '../parts/small.tsx'
import './lineage.css'

const PLACEHOLDER = '{ "export": …, "resource": …, "columns": […], "runs": […] }'

/** The part of a manifest that can be proven; a file's manifest carries it as `lineage`. */
export const readManifest = (text: string): { manifest: ExportManifest } | { problem: string } => {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (failed) {
    return { problem: failed instanceof Error ? failed.message : String(failed) }
  }
  const inner = typeof given === 'object' && given !== null && 'lineage' in given ? given.lineage : given
  const read = ExportManifest.safeParse(inner)
  if (read.success) return { manifest: read.data }
  return {
    problem: read.error.issues
      .slice(0, 3)
      .map(({ path, message }) => `${path.join('.') || '{}'}: ${message}`)
      .join('; '),
  }
}

const useColumns = () => {
  const t = useWords()
  const mark = (fault: string | null, ok = fault === null) => (
    <StateMark tone={ok ? 'good' : 'bad'}>
      {ok ? t('lineage.fine') : t(`lineage.fault.${fault ?? 'field-without-origin'}`)}
    </StateMark>
  )
  const columns: Column<ExportProof['columns'][number]>[] = [
    { id: 'name', title: t('lineage.column'), value: ({ name }) => name },
    { id: 'field', title: t('lineage.field'), value: ({ field }) => field, from: 30 },
    { id: 'origins', title: t('lineage.origins'), value: ({ origins }) => origins.join(', '), from: 46 },
    {
      id: 'result',
      title: t('lineage.result'),
      value: ({ fault }) => fault,
      cell: ({ fault, ok }) => mark(fault, ok),
      width: 13,
    },
  ]
  const runs: Column<ExportProof['runs'][number]>[] = [
    { id: 'run', title: t('lineage.run'), value: ({ run }) => run ?? t('lineage.noRun'), width: 7 },
    { id: 'connector', title: t('lineage.connector'), value: ({ connector }) => connector, from: 40 },
    { id: 'source', title: t('lineage.sourceOf'), value: ({ source }) => source, from: 56 },
    {
      id: 'rows',
      title: t('lineage.rows'),
      value: ({ rows }) => rows,
      cell: ({ rows }) => formatFigure(rows),
      align: 'end',
      width: 7,
      from: 24,
    },
    {
      id: 'held',
      title: t('lineage.held'),
      value: ({ held }) => held,
      cell: ({ held }) => formatFigure(held),
      align: 'end',
      width: 7,
      from: 32,
    },
    { id: 'result', title: t('lineage.result'), value: ({ fault }) => fault, cell: ({ fault }) => mark(fault), width: 13 },
  ]
  return { columns, runs }
}

export const Proof = ({ of }: { of: ExportProof }) => {
  const t = useWords()
  const { columns, runs } = useColumns()
  return (
    <>
      <Outcome tone={of.ok ? 'good' : 'bad'}>
        {of.ok ? t('lineage.proven') : t('lineage.notProven', { count: of.faults.length })}
        {of.faults.length > 0 && (
          <ul className="hc-bullets">
            {of.faults.map((fault) => (
              <li key={fault}>{t(`lineage.fault.${fault}`)}</li>
            ))}
          </ul>
        )}
      </Outcome>
      <section className="hc-section">
        <h3>{t('lineage.columns')}</h3>
        <DataTable short label={t('lineage.columns')} columns={columns} rows={of.columns} keyOf={({ name }) => name} />
      </section>
      <section className="hc-section">
        <h3>{t('lineage.runs')}</h3>
        <DataTable short label={t('lineage.runs')} columns={runs} rows={of.runs} keyOf={({ run }) => String(run)} />
      </section>
    </>
  )
}

export const ExportTab = () => {
  const t = useWords()
  const { may } = useSession()
  const sending = useSending()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const [proof, setProof] = useState<ExportProof | null>(null)
  const exports = useApi<{ items: ExportView[] }>('/api/exports', { limit: 100 }, { enabled: may('data.read') })
  const ready = exports.data?.items.filter(({ state }) => state === 'ready' || state === 'expired') ?? []
  const put = (next: string) => {
    setText(next)
    setProof(null)
  }
  const choose = (id: string) => {
    setChosen(id)
    if (id !== '') void sending.send(async () => put(JSON.stringify(await get(`/api/exports/${id}/manifest`), null, 2)))
  }
  const verify = async () => {
    const read = readManifest(text)
    if (!sending.check({ manifest: 'problem' in read && t('lineage.notManifest', { problem: read.problem }) })) return
    if ('manifest' in read)
      await sending.send(async () =>
        setProof(await request<ExportProof>('POST', '/api/lineage/exports/verify', { body: read.manifest })),
      )
  }
  return (
    <div className="hc-narrow">
      <div className="hc-form hc-section">
        <p className="hc-note">{t('lineage.exportHelp')}</p>
        <div className="hc-form-two">
          <ChoiceField
            label={t('lineage.choose')}
            value={chosen}
            options={[
              { value: '', label: t('lineage.chooseNone') },
              ...ready.map(({ id, resourceTitle, format, createdAt }) => ({
                value: id,
                label: `${resourceTitle} · ${format} · ${createdAt.slice(0, 10)}`,
              })),
            ]}
            onChange={choose}
          />
          <FileField label={t('lineage.file')} accept="application/json,.json" onFile={(file) => void file?.text().then(put)} />
        </div>
        <TextField
          label={t('lineage.manifest')}
          value={text}
          onChange={put}
          error={sending.wrong('manifest')}
          placeholder={PLACEHOLDER}
          lines={12}
          mono
        />
        <div>
          <Button tone="primary" icon="shield" pending={sending.busy} onPress={() => void verify()}>
            {t('lineage.verify')}
          </Button>
        </div>
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      </div>
      {proof && <Proof of={proof} />}
    </div>
  )
}
