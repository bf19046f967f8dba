/** 作业: background work that waits, runs, is tried again or was given up. */
import { useMemo } from 'react'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { sorted, sortOf } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page, Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { SearchBox, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Facts, Foot, Moment, Mono, Snippet, StateMark } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { countStates, JOB_STATES, JOB_TONE, type Job, type JobState, useJobs } from './background.ts'
import type { JobsSearch } from './section.ts'

const keyOf = ({ id }: Job) => String(id)

const useColumns = (): Column<Job>[] => {
  const t = useWords()
  return [
    { id: 'task', title: t('jobs.task'), value: ({ task }) => task, cell: ({ task }) => <Mono>{task}</Mono>, sortable: true },
    {
      id: 'state',
      title: t('jobs.stateTitle'),
      value: ({ state }) => t(`jobs.state.${state}`),
      cell: ({ state }) => <StateMark tone={JOB_TONE[state]}>{t(`jobs.state.${state}`)}</StateMark>,
      width: 7,
      sortable: true,
    },
    { id: 'key', title: t('jobs.key'), value: ({ key }) => key, cell: ({ key }) => (key ? <Mono>{key}</Mono> : '—'), from: 50 },
    {
      id: 'attempts',
      title: t('jobs.attempts'),
      value: ({ attempts }) => attempts,
      cell: ({ attempts, mostAttempts }) => `${attempts} / ${mostAttempts}`,
      width: 5,
      align: 'end',
      sortable: true,
      from: 36,
    },
    {
      id: 'runAt',
      title: t('jobs.runAt'),
      value: ({ runAt }) => runAt,
      cell: ({ runAt }) => <Moment at={runAt} />,
      width: 9,
      sortable: true,
    },
    { id: 'lastError', title: t('jobs.lastError'), value: ({ lastError }) => lastError, from: 62 },
  ]
}

const JobPanel = ({ job, onClose, ...neighbours }: { job: Job; onClose: () => void } & ReturnType<typeof neighboursOf>) => {
  const t = useWords()
  return (
    <Panel
      title={<Mono>{job.task}</Mono>}
      above={<StateMark tone={JOB_TONE[job.state]}>{t(`jobs.state.${job.state}`)}</StateMark>}
      onClose={onClose}
      {...neighbours}
    >
      <section className="hc-section">
        <p>{t(`jobs.stateHelp.${job.state}`)}</p>
        <Facts
          of={[
            [t('jobs.id'), job.id],
            [t('jobs.key'), job.key],
            [t('jobs.attempts'), `${job.attempts} / ${job.mostAttempts}`],
            [t('jobs.runAt'), <Moment key="run" at={job.runAt} />],
            job.lockedAt !== null && [t('jobs.lockedAt'), <Moment key="locked" at={job.lockedAt} />],
          ]}
        />
      </section>
      {job.lastError && (
        <section className="hc-section">
          <h3>{t('jobs.lastError')}</h3>
          <Snippet text={job.lastError} label={t('jobs.lastError')} />
        </section>
      )}
      <p className="hc-note">{t('jobs.payloadNote')}</p>
    </Panel>
  )
}

export const JobsPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<JobsSearch>()
  const jobs = useJobs()
  const columns = useColumns()
  const counts = countStates(jobs.data?.items ?? [])
  const rows = useMemo(() => {
    const fitting = (jobs.data?.items ?? []).filter(
      (job) =>
        (search.state === undefined || job.state === search.state) &&
        (search.q === undefined || `${job.task} ${job.key} ${job.lastError}`.toLowerCase().includes(search.q.toLowerCase())),
    )
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    if (order && column) return sorted(fitting, column.value, order.descending)
    return fitting.sort((a, b) => JOB_STATES.indexOf(a.state) - JOB_STATES.indexOf(b.state))
  }, [jobs.data, search, columns])
  const open = (id: string | undefined) => go({ open: id })
  const one = jobs.data?.items.find((job) => keyOf(job) === search.open)
  useKeys({ refresh: () => void jobs.refetch(), ...(one ? {} : { next: () => open(rows[0] && keyOf(rows[0])) }) })
  return (
    <Page
      title={t('page.jobs')}
      note={t('jobs.note')}
      tools={<ExportMenu name="jobs" columns={columns} rows={rows} />}
      filters={
        <>
          <Segments<JobState | 'all'>
            label={t('jobs.stateTitle')}
            value={search.state ?? 'all'}
            options={[
              { value: 'all', label: t('filter.all') },
              ...JOB_STATES.map((value) => ({ value, label: t(`jobs.state.${value}`), count: counts[value] })),
            ]}
            onChange={(state) => go({ state: state === 'all' ? undefined : state })}
          />
          <SearchBox label={t('jobs.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Foot wait={jobs.data === undefined}>{t('foot.of', { shown: rows.length, total: jobs.data?.items.length ?? 0 })}</Foot>
        </>
      }
      panel={
        one && (
          <JobPanel key={one.id} job={one} onClose={() => open(undefined)} {...neighboursOf(rows, keyOf, search.open, open)} />
        )
      }
    >
      <ListFaces
        items={jobs.data && rows}
        pending={jobs.isPending}
        error={jobs.error}
        refetch={jobs.refetch}
        filtered={jobs.data?.items.length !== 0}
        empty={
          <Empty icon="check" title={t('jobs.none')}>
            {t('jobs.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.jobs')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(job) => `/console/jobs?open=${job.id}`}
            onOpen={(job) => open(keyOf(job))}
            current={search.open ?? null}
            sort={search.sort}
            onSort={(sort) => go({ sort }, { replace: true })}
          />
        )}
      </ListFaces>
    </Page>
  )
}
