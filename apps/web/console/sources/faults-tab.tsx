import type { SensorFault, SourceView } from '@haihe/contract'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure, formatSpan } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useNow } from '../../ui/use-now.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Segments } from '../parts/filters.tsx'
import { Moment, StateMark } from '../parts/small.tsx'

const MOST = 500

const useColumns = (): Column<SensorFault>[] => {
  const t = useWords()
  const now = useNow()
  return [
    {
      id: 'entity',
      title: t('faults.entity'),
      value: (fault) => fault.entity,
      cell: (fault) => (
        <AppLink href={`/console/entities?open=${encodeURIComponent(fault.entity)}`} title={fault.entity}>
          {fault.entity.replace(/^urn:ngsi-ld:/, '')}
        </AppLink>
      ),
    },
    {
      id: 'kind',
      title: t('faults.kind'),
      value: (fault) => t(`faults.${fault.kind}`),
      cell: (fault) => (
        <StateMark tone={fault.recoveredAt ? 'off' : 'bad'}>
          {t(`faults.${fault.kind}`)}
          {fault.attribute && ` · ${fault.attribute}`}
        </StateMark>
      ),
      width: 11,
    },
    {
      id: 'value',
      title: t('faults.value'),
      value: (fault) => fault.value,
      cell: (fault) =>
        fault.kind === 'stuck' ? t('faults.repeated', { value: formatFigure(fault.value, '', 1), count: fault.count ?? 0 }) : '—',
      width: 9,
      from: 34,
    },
    {
      id: 'since',
      title: t('faults.since'),
      value: (fault) => fault.since,
      cell: (fault) => <Moment at={fault.since} />,
      width: 8,
      from: 24,
    },
    {
      id: 'lasts',
      title: t('faults.lasts'),
      value: (fault) => Math.round(((fault.recoveredAt ? Date.parse(fault.recoveredAt) : now) - Date.parse(fault.since)) / 1000),
      cell: (fault) => formatSpan((fault.recoveredAt ? Date.parse(fault.recoveredAt) : now) - Date.parse(fault.since)),
      width: 8,
      align: 'end',
      from: 44,
    },
  ]
}

/** Sensors that repeat one value, and objects that fell silent. */
export const FaultsTab = ({ source }: { source: SourceView }) => {
  const t = useWords()
  const [open, setOpen] = useState<'open' | 'all'>('open')
  const [limit, setLimit] = useState(100)
  const columns = useColumns()
  const faults = useApi<{ faults: SensorFault[]; next: number | null }>(
    `/api/sources/${encodeURIComponent(source.id)}/faults`,
    { open: open === 'open', limit },
    { keep: true, every: 30_000 },
  )
  return (
    <div className="hc-section">
      <div className="hc-filters">
        <Segments
          label={t('faults.which')}
          value={open}
          options={[
            { value: 'open', label: t('faults.open'), count: source.openFaults },
            { value: 'all', label: t('faults.all') },
          ]}
          onChange={setOpen}
        />
        <ExportMenu name={`faults-${source.id}`} columns={columns} rows={faults.data?.faults ?? []} />
      </div>
      <p className="hc-note">{t('faults.help')}</p>
      <Faces of={faults} loading={<LoadingRows rows={4} height="2.5rem" />} small>
        {(data) =>
          data.faults.length === 0 ? (
            <Empty icon="check" title={t(open === 'open' ? 'faults.none' : 'faults.never')} small />
          ) : (
            <>
              <DataTable
                label={t('sources.tab.faults')}
                columns={columns}
                rows={data.faults}
                keyOf={({ id }) => String(id)}
                short
              />
              {data.next !== null && limit < MOST && (
                <Button size="small" pending={faults.isFetching} onPress={() => setLimit(MOST)}>
                  {t('foot.more')}
                </Button>
              )}
            </>
          )
        }
      </Faces>
    </div>
  )
}
