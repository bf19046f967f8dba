/** Third step: which column becomes which field, and at once what that makes of the first rows. */
import type { ConnectorView, Mapping, Resource, SourcePreview } from '@haihe/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { type ApiError, post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { apiKey } from '../../ui/queries.ts'
import { useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { connectorInput } from './connector-input.ts'
import { readAnew } from './exchange.ts'
import { Fault } from './fault.tsx'
import { MapBoard } from './map-board.tsx'
import { columnsOf, goneColumns, proposalOf, tryRows, unmapped } from './mapping.ts'
import type { ConnectorsSearch } from './section.ts'
import { TriedRows } from './tried-rows.tsx'
import { useWorld } from './use-world.ts'

const SAMPLE = 100

/** The first rows as they are; read once, the mapping is tried here. */
const useSample = (connector: ConnectorView, upload: string | undefined) =>
  useQuery<SourcePreview, ApiError>({
    queryKey: ['exchange sample', connector.id, JSON.stringify(connector.settings), upload ?? null],
    queryFn: () =>
      post<SourcePreview>(`/api/connectors/${connector.id}/preview`, {
        mapping: { fields: {}, tables: {} },
        limit: SAMPLE,
        ...(upload ? { upload } : {}),
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

const Mapped = ({ connector, resource, sample }: { connector: ConnectorView; resource: Resource; sample: SourcePreview }) => {
  const t = useWords()
  const client = useQueryClient()
  const { go } = useSearchState<ConnectorsSearch>()
  const columns = useMemo(() => columnsOf(sample.columns, sample.rows), [sample])
  const [mapping, setMapping] = useState<Mapping>(() =>
    Object.keys(connector.mapping.fields).length > 0 ? connector.mapping : proposalOf(resource, columns),
  )
  const { world, waiting } = useWorld(resource, connector.settings.zone)
  const shown = useDeferredValue(mapping)
  const tried = useMemo(
    () => world && tryRows(resource, shown, sample.columns, sample.rows, world),
    [world, resource, shown, sample],
  )
  const missing = unmapped(resource, mapping)
  const gone = goneColumns(resource, mapping, sample.columns)
  // regions that are being asked for would count as taken
  const judged = tried !== undefined && !waiting() ? tried : undefined
  const saving = useSending()
  const save = async () => {
    let made: ConnectorView | undefined
    const fine = await saving.send(async () => {
      made = await request<ConnectorView>('PUT', `/api/connectors/${connector.id}`, {
        query: { version: connector.version },
        body: connectorInput(connector, { mapping }),
      })
    })
    if (!fine) return
    client.setQueryData(apiKey(`/api/connectors/${connector.id}`), made)
    void readAnew(client)
    go({ step: 'start' })
  }
  return (
    <>
      <MapBoard resource={resource} columns={columns} mapping={mapping} onMapping={setMapping} tried={judged} />
      {judged && (
        <TriedRows
          resource={resource}
          mapping={shown}
          tried={judged}
          header={connector.kind === 'upload' || connector.kind === 'folder'}
        />
      )}
      {saving.error && <Outcome tone="bad">{saving.error}</Outcome>}
      <div className="hc-flow-foot">
        {missing.length > 0 && (
          <span className="hc-bad" role="status">
            {t('exchange.missingFields', { fields: missing.join('、') })}
          </span>
        )}
        {gone.length > 0 && (
          <span className="hc-bad" role="status">
            {t('exchange.goneFields', { fields: gone.join('、') })}
          </span>
        )}
        <Button onPress={() => setMapping(proposalOf(resource, columns))}>{t('exchange.proposeAgain')}</Button>
        <Button
          tone="primary"
          isDisabled={missing.length > 0 || gone.length > 0}
          pending={saving.busy}
          onPress={() => void save()}
        >
          {t('exchange.toStart')}
        </Button>
      </div>
    </>
  )
}

export const MapStep = ({ connector, resource }: { connector: ConnectorView; resource: Resource }) => {
  const t = useWords()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const sample = useSample(connector, search.upload)
  if (sample.error)
    return (
      <section className="hc-section">
        <Outcome tone="bad">
          <Fault message={sample.error.message} />
        </Outcome>
        <div className="hc-filters">
          <Button onPress={() => go({ step: 'connect' })}>{t('exchange.backToConnect')}</Button>
          <Button tone="primary" icon="refresh" pending={sample.isFetching} onPress={() => void sample.refetch()}>
            {t('error.retry')}
          </Button>
        </div>
      </section>
    )
  return (
    <Faces of={sample} loading={<LoadingRows rows={8} />}>
      {(data) => <Mapped connector={connector} resource={resource} sample={data} />}
    </Faces>
  )
}
