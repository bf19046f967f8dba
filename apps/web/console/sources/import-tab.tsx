/** CSV files: looked into here, explained by the person, then streamed to the hub; what is rejected is kept line by line. */
import type { CsvImport, SourceView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { csvRecords, decodeSample, guessColumns, guessDelimiter } from '../lib/csv.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { DropZone } from '../parts/drop-zone.tsx'
import { useSending } from '../parts/form.tsx'
import { Ago, Outcome, StateMark, type StateTone } from '../parts/small.tsx'
import { CsvForm } from './csv-form.tsx'
import { type Draft, draftOf, mappingOf, missingIn } from './mapping.ts'

const SAMPLE_BYTES = 64 * 1024
const SHOWN = 8
const TONE: Record<CsvImport['state'], StateTone> = { running: 'wait', done: 'good', failed: 'bad' }

export interface Opened {
  file: File
  header: string[]
  records: string[][]
}

type Told = Partial<Pick<Draft, 'charset' | 'delimiter'>>

const lookInto = async (file: File, type: string, told: Told): Promise<{ opened: Opened; draft: Draft }> => {
  const whole = file.size <= SAMPLE_BYTES
  const bytes = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer())
  const { charset, text } = told.charset
    ? { charset: told.charset, text: new TextDecoder(told.charset).decode(bytes) }
    : decodeSample(bytes)
  const delimiter = told.delimiter ?? guessDelimiter(text)
  const [header = [], ...records] = csvRecords(text, delimiter, SHOWN + 1, !whole)
  return { opened: { file, header, records }, draft: draftOf(guessColumns(header, records), delimiter, charset, type) }
}

const Result = ({ done, source }: { done: CsvImport; source: string }) => {
  const t = useWords()
  return (
    <Outcome tone={done.state === 'failed' ? 'bad' : 'good'}>
      <b>{t(done.state === 'failed' ? 'csv.failed' : 'csv.done', { name: done.name })}</b>
      {done.error && <span>{done.error}</span>}
      <span>
        {t('csv.counts', {
          lines: formatFigure(done.lines),
          stored: formatFigure(done.stored),
          duplicate: formatFigure(done.duplicate),
          rejected: formatFigure(done.rejected),
          empty: formatFigure(done.empty),
        })}
      </span>
      {done.rejected > 0 && <AppLink href={`/console/dead-letters?source=${source}`}>{t('csv.toRejected')}</AppLink>}
    </Outcome>
  )
}

const useColumns = (): Column<CsvImport>[] => {
  const t = useWords()
  const number = (id: 'lines' | 'stored' | 'rejected', from = 0): Column<CsvImport> => ({
    id,
    title: t(`csv.${id}`),
    value: (row) => row[id],
    cell: (row) => formatFigure(row[id]),
    width: 5,
    align: 'end',
    from,
  })
  return [
    { id: 'name', title: t('csv.name'), value: (row) => row.name },
    {
      id: 'state',
      title: t('csv.state'),
      value: (row) => t(`csv.is.${row.state}`),
      cell: (row) => <StateMark tone={TONE[row.state]}>{t(`csv.is.${row.state}`)}</StateMark>,
      width: 6,
    },
    number('lines', 44),
    number('stored'),
    number('rejected'),
    {
      id: 'startedAt',
      title: t('csv.started'),
      value: (row) => row.startedAt,
      cell: (row) => <Ago at={row.startedAt} />,
      width: 7,
      from: 48,
    },
  ]
}

export const ImportTab = ({ source }: { source: SourceView }) => {
  const t = useWords()
  const client = useQueryClient()
  const path = `/api/feeds/csv/${encodeURIComponent(source.id)}`
  const sending = useSending()
  const [opened, setOpened] = useState<Opened | null>(null)
  const [draft, setDraft] = useState<Draft | null>(null)
  const [name, setName] = useState('')
  const [asked, setAsked] = useState(false)
  const [unreadable, setUnreadable] = useState(false)
  const [done, setDone] = useState<CsvImport | null>(null)
  const imports = useApi<{ imports: CsvImport[] }>(path, undefined, { ...(sending.busy ? { every: 1000 } : {}), keep: true })
  const columns = useColumns()

  const choose = async (file: File, told: Told = {}) => {
    const found = await lookInto(file, draft?.type || (source.types?.[0] ?? ''), told)
    setUnreadable(found.opened.header.length < 2)
    setOpened(found.opened)
    setDraft(found.draft)
    setName(file.name.slice(0, 120))
    setAsked(false)
    setDone(null)
  }
  const send = async () => {
    setAsked(true)
    if (!opened || !draft || missingIn(draft).length > 0 || name.trim() === '') return
    const fine = await sending.send(async () =>
      setDone(
        await request<CsvImport>('POST', path, {
          query: { name: name.trim(), mapping: JSON.stringify(mappingOf(draft)) },
          body: opened.file,
          headers: { 'content-type': 'text/csv' },
        }),
      ),
    )
    await client.invalidateQueries({ queryKey: [path] })
    await client.invalidateQueries({ queryKey: ['/api/dead-letters'] })
    if (fine) setOpened(null)
  }

  return (
    <>
      <section className="hc-section">
        {opened && draft ? (
          <>
            <CsvForm
              opened={opened}
              draft={draft}
              onDraft={setDraft}
              name={name}
              onName={setName}
              wrong={asked ? missingIn(draft) : []}
              types={source.types ?? []}
              unreadable={unreadable}
              onRead={(charset, delimiter) => void choose(opened.file, { charset, delimiter })}
            />
            {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
            <div className="hc-filters">
              <Button isDisabled={sending.busy} onPress={() => setOpened(null)}>
                {t('csv.other')}
              </Button>
              <Button tone="primary" icon="send" pending={sending.busy} onPress={() => void send()}>
                {t('csv.send')}
              </Button>
            </div>
          </>
        ) : (
          <>
            {done && <Result done={done} source={source.id} />}
            <DropZone
              label={t('csv.choose')}
              help={t('csv.chooseHelp')}
              accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
              onFile={(file) => void choose(file)}
            />
          </>
        )}
      </section>
      <section className="hc-section">
        <h3>{t('csv.before')}</h3>
        <Faces of={imports} loading={<LoadingRows rows={2} height="2.5rem" />} small>
          {(data) =>
            data.imports.length === 0 ? (
              <p className="hc-note">{t('csv.never')}</p>
            ) : (
              <DataTable label={t('csv.before')} columns={columns} rows={data.imports} keyOf={(row) => row.name} short />
            )
          }
        </Faces>
        <p className="hc-note">{t('csv.resume')}</p>
      </section>
    </>
  )
}
