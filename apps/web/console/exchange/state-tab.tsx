/** What runs now or ran last, when it runs next, and the runs before. */
import type { ConnectorView, RunView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { UnitName } from '../../ui/unit-name.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { useSending } from '../parts/form.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Facts, Moment, Mono, Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { formatRows, isOpen, readAnew } from './exchange.ts'
import { useRuns } from './lists.ts'
import { RunProgress, RunState } from './run-progress.tsx'
import { useScheduleWords } from './schedule-words.tsx'
import type { ConnectorsSearch } from './section.ts'
import { NewColumns, positionOf, Switches } from './upkeep.tsx'

export const useRunColumns = (): Column<RunView>[] => {
  const t = useWords()
  return [
    { id: 'id', title: t('exchange.runNo'), value: (run) => run.id, cell: (run) => `#${run.id}`, width: 5 },
    {
      id: 'state',
      title: t('exchange.state'),
      value: (run) => t(`exchange.run.${run.state}`),
      cell: (run) => <RunState run={run} />,
      width: 7,
    },
    { id: 'trigger', title: t('exchange.triggerIs'), value: (run) => t(`exchange.trigger.${run.trigger}`), width: 5, from: 40 },
    {
      id: 'read',
      title: t('exchange.read'),
      value: (run) => run.read,
      cell: (run) => formatRows(run.read),
      width: 6,
      align: 'end',
    },
    {
      id: 'written',
      title: t('exchange.written'),
      value: (run) => run.written,
      cell: (run) => formatRows(run.written),
      width: 6,
      align: 'end',
      from: 34,
    },
    {
      id: 'rejected',
      title: t('exchange.rejected'),
      value: (run) => run.rejected,
      cell: (run) => <span className={run.rejected > 0 ? 'hc-bad' : undefined}>{formatRows(run.rejected)}</span>,
      width: 5,
      align: 'end',
    },
    {
      id: 'at',
      title: t('exchange.begun'),
      value: (run) => run.startedAt ?? run.createdAt,
      cell: (run) => <Ago at={run.startedAt ?? run.createdAt} />,
      width: 7,
      from: 30,
    },
  ]
}

const Start = ({ connector }: { connector: ConnectorView }) => {
  const t = useWords()
  const client = useQueryClient()
  const sending = useSending()
  const { go } = useSearchState<ConnectorsSearch>()
  const { id, kind, mapping, lastRun } = connector
  if (kind === 'folder') return <p className="hc-note">{t('exchange.folderWaits', { id })}</p>
  const mapped = Object.keys(mapping.fields).length > 0
  const start = async () => {
    if (await sending.send(() => post(`/api/connectors/${id}/runs`))) toast(t('exchange.started'))
    await readAnew(client)
  }
  const edit = (step: 'connect' | 'map') => go({ edit: id, step, open: undefined, tab: undefined })
  return (
    <>
      <div className="hc-filters">
        {!mapped ? (
          <Button size="small" tone="primary" onPress={() => edit('connect')}>
            {t('exchange.goOn')}
          </Button>
        ) : kind === 'upload' ? (
          <Button size="small" tone="primary" icon="up" onPress={() => edit('connect')}>
            {t('exchange.anotherFile')}
          </Button>
        ) : (
          <Button
            size="small"
            // a failed run is gone on with first
            tone={lastRun?.state === 'failed' ? 'quiet' : 'primary'}
            icon="play"
            pending={sending.busy}
            onPress={() => void start()}
          >
            {t('exchange.runNow')}
          </Button>
        )}
      </div>
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
    </>
  )
}

export const StateTab = ({ connector, manage }: { connector: ConnectorView; manage: boolean }) => {
  const t = useWords()
  const words = useScheduleWords()
  const runs = useRuns({ connector: connector.id })
  const columns = useRunColumns()
  const { lastRun } = connector
  const position = positionOf(connector)
  return (
    <div className="hc-section">
      {lastRun && <RunProgress run={lastRun} manage={manage} />}
      {lastRun && connector.openRejects > 0 && manage && (
        <p className="hc-note">
          <AppLink href={`/console/connectors?open=${connector.id}&tab=rejects`}>
            {t('exchange.toRejects', { count: connector.openRejects })}
          </AppLink>
        </p>
      )}
      <NewColumns connector={connector} manage={manage} />
      {manage && !(lastRun && isOpen(lastRun)) && <Start connector={connector} />}
      <Facts
        of={[
          [
            t('exchange.resource'),
            <AppLink key="resource" href={`/console/catalogue?open=${connector.resource}`}>
              {connector.resourceTitle}
            </AppLink>,
          ],
          [t('exchange.owner'), <UnitName key="unit" id={connector.unit} />],
          [t('exchange.schedule'), connector.enabled ? words(connector) : t('exchange.standing.off')],
          connector.schedule !== null &&
            connector.enabled && [t('exchange.nextRun'), <Moment key="next" at={connector.nextAt} />],
          position !== null && [t('exchange.position'), <Mono key="position">{position}</Mono>],
        ]}
      />
      {manage && <Switches connector={connector} />}
      <section className="hc-section">
        <h3>{t('exchange.runsBefore')}</h3>
        <ListFaces
          items={runs.items}
          pending={runs.pending}
          error={runs.error}
          refetch={runs.refetch}
          empty={<Empty icon="history" title={t('exchange.noRuns')} small />}
        >
          {(items) => (
            <DataTable
              label={t('exchange.runsBefore')}
              columns={columns}
              rows={items.slice(0, 20)}
              keyOf={({ id }) => String(id)}
              hrefOf={({ id }) => `/console/runs?open=${id}`}
              short
            />
          )}
        </ListFaces>
        {(runs.items?.length ?? 0) > 20 && (
          <p className="hc-note">
            <AppLink href={`/console/runs?connector=${connector.id}`}>{t('exchange.allRuns')}</AppLink>
          </p>
        )}
      </section>
    </div>
  )
}
