/** Second step: how to reach the source, and what it looks like. What fails is said in plain words. */
import type { ConnectorKind, ConnectorView, Mapping, Resource, SourceDescription } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { apiKey } from '../../ui/queries.ts'
import { TextField, useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { faultOf, formatBytes, formatRows, readAnew } from './exchange.ts'
import { Fault } from './fault.tsx'
import { FileDrop } from './file-drop.tsx'
import type { ConnectorsSearch } from './section.ts'
import { type Draft, draftOf, inputOf, missingIn } from './settings.ts'
import { SettingsFields } from './settings-fields.tsx'
import { useUpload } from './use-upload.ts'

type Described = SourceDescription & { proposal: Mapping }

const Columns = ({ of }: { of: Described }) => {
  const t = useWords()
  const total =
    of.total === null
      ? null
      : of.totalUnit === 'bytes'
        ? formatBytes(of.total)
        : t('exchange.ofRows', { total: formatRows(of.total) })
  return (
    <section className="hc-section">
      <h3>
        {t('exchange.foundIn')} · {t('exchange.columnsFound', { count: of.columns.length })}
        {total && ` · ${total}`}
      </h3>
      <section
        className="hc-preview"
        aria-label={t('exchange.sourceColumns')} // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('exchange.column')}</th>
              <th scope="col">{t('exchange.looksLike')}</th>
              <th scope="col">{t('exchange.samples')}</th>
            </tr>
          </thead>
          <tbody>
            {of.columns.map((column) => (
              <tr key={column.name}>
                <td>{column.name}</td>
                <td>
                  {t(`resource.type.${column.type}`)}
                  {column.standard && ` · ${column.standard}`}
                  {column.sourceType && <span className="hc-note"> {column.sourceType}</span>}
                </td>
                <td className="hc-sample">{column.samples.slice(0, 3).join(' · ') || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

export const ConnectStep = ({ connector, resource }: { connector: ConnectorView | undefined; resource: Resource }) => {
  const t = useWords()
  const client = useQueryClient()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const kind: ConnectorKind = connector?.kind ?? search.kind ?? 'upload'
  const file = kind === 'upload' || kind === 'folder'
  const upload = useUpload(file ? search.upload : undefined)
  const [title, setTitle] = useState(connector?.title ?? `${resource.title} · ${t(`exchange.kind.${kind}`)}`.slice(0, 120))
  const [draft, setDraft] = useState<Draft>(() => draftOf(kind, connector))
  const [described, setDescribed] = useState<Described | null>(null)
  const looking = useSending()
  const saving = useSending()
  const change = (next: Draft) => {
    setDraft(next)
    setDescribed(null)
  }
  const body = () => ({
    kind,
    title: title.trim(),
    resource: resource.id,
    enabled: connector?.enabled ?? false,
    schedule: connector?.schedule ?? null,
    mapping: connector?.mapping ?? { fields: {}, tables: {} },
    ...inputOf(kind, draft),
  })
  const check = () =>
    looking.check({
      title: title.trim() === '' && t('exchange.needed'),
      ...Object.fromEntries(missingIn(kind, draft).map((path) => [path, t('exchange.needed')])),
    })
  const form = useRef<HTMLDivElement>(null)
  const told = useRef<HTMLDivElement>(null)
  const toWrong = () =>
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
      first?.focus({ preventScroll: true })
      first?.scrollIntoView({ block: 'center' })
    })
  // what came of it may lie below what is in sight
  useEffect(() => {
    const box = told.current
    if (looking.error || saving.error) box?.scrollIntoView({ block: 'nearest' })
    else if (described && box && box.getBoundingClientRect().top > window.innerHeight / 2) box.scrollIntoView({ block: 'start' })
  }, [looking.error, saving.error, described])
  const wrong = (path: string) => looking.wrong(path) ?? looking.wrong(`connector.${path}`) ?? saving.wrong(path)
  const look = async () => {
    if (!check()) return toWrong()
    setDescribed(null)
    const fine = await looking.send(async () =>
      setDescribed(
        await post<Described>('/api/connectors/look', {
          connector: body(),
          ...(connector ? { id: connector.id } : {}),
          ...(search.upload && file ? { upload: search.upload } : {}),
        }),
      ),
    )
    if (!fine) toWrong()
  }
  const save = async (then: (made: ConnectorView) => void) => {
    if (!check()) return toWrong()
    let made: ConnectorView | undefined
    const fine = await saving.send(async () => {
      made = connector
        ? await request<ConnectorView>('PUT', `/api/connectors/${connector.id}`, {
            query: { version: connector.version },
            body: body(),
          })
        : await post<ConnectorView>('/api/connectors', body())
    })
    if (!fine || !made) return toWrong()
    client.setQueryData(apiKey(`/api/connectors/${made.id}`), made)
    void readAnew(client)
    then(made)
  }
  const toMap = (made: ConnectorView) => go({ new: undefined, kind: undefined, resource: undefined, edit: made.id, step: 'map' })
  // a file that is there is looked at without being asked
  const seen = useRef<string>(undefined)
  const ready = file && upload.data !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per file
  useEffect(() => {
    if (ready && seen.current !== search.upload) {
      seen.current = search.upload
      void look()
    }
  }, [ready, search.upload])
  const mayGo = described !== null && described.columns.length > 0
  const sheets = upload.data?.sheets ?? described?.choices ?? []
  return (
    <div className="hc-connect" ref={form}>
      <section className="hc-section">
        {file && (
          <>
            {kind === 'folder' && <p className="hc-note">{t('exchange.folderSample')}</p>}
            <FileDrop
              upload={search.upload}
              onUpload={(id) => {
                setDescribed(null)
                go({ upload: id }, { replace: true })
              }}
            />
          </>
        )}
        <TextField label={t('exchange.title')} value={title} onChange={setTitle} error={wrong('title')} />
        <SettingsFields
          kind={kind}
          draft={draft}
          onDraft={change}
          wrong={wrong}
          secrets={connector?.secrets ?? []}
          choices={sheets.length > 0 ? sheets : (described?.choices ?? [])}
        />
      </section>
      <div ref={told} className="hc-told" aria-live="polite">
        {looking.error && (
          <Outcome tone="bad">
            <Fault message={looking.error} />
          </Outcome>
        )}
        {saving.error && <Outcome tone="bad">{saving.error}</Outcome>}
        {looking.error && faultOf(looking.error) === 'private' && (
          <div className="hc-filters">
            <Button
              size="small"
              pending={saving.busy}
              onPress={() =>
                void save((made) =>
                  go({
                    new: undefined,
                    kind: undefined,
                    resource: undefined,
                    edit: undefined,
                    step: undefined,
                    open: made.id,
                    tab: 'settings',
                  }),
                )
              }
            >
              {t('exchange.saveAndAsk')}
            </Button>
          </div>
        )}
        {described && <Columns of={described} />}
      </div>
      <div className="hc-flow-foot">
        <Button
          tone={mayGo ? 'quiet' : 'primary'}
          icon="search"
          pending={looking.busy}
          isDisabled={file && search.upload === undefined}
          onPress={() => void look()}
        >
          {t(file ? 'exchange.lookFile' : 'exchange.look')}
        </Button>
        <Button tone="primary" isDisabled={!mayGo} pending={saving.busy} onPress={() => void save(toMap)}>
          {t('exchange.toMap')}
        </Button>
      </div>
    </div>
  )
}
