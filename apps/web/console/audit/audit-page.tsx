/** 审计: who did what, why, on what basis, and whether the trail is whole. */
import { useMemo } from 'react'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useNow } from '../../ui/use-now.ts'
import { timeRange } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Chip, SearchBox, TimeFilter } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { RegionName } from '../parts/region-name.tsx'
import { Exact, Foot } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { type AuditEntry, useActionWords, useSubjectWords } from './audit.ts'
import { EntryPanel } from './entry-panel.tsx'
import type { AuditSearch } from './section.ts'
import { VerifyBar } from './verify-bar.tsx'
import './audit.css'

const PATH = '/api/audit'
const keyOf = ({ seq }: AuditEntry) => String(seq)

const useColumns = (): Column<AuditEntry>[] => {
  const t = useWords()
  const action = useActionWords()
  const subject = useSubjectWords()
  return [
    {
      id: 'action',
      title: t('audit.action'),
      value: (entry) => entry.action,
      cell: (entry) => action(entry.action),
    },
    {
      id: 'at',
      title: t('audit.at'),
      value: ({ at }) => at,
      cell: ({ at }) => <Exact at={at} />,
      width: 9.5,
    },
    { id: 'actor', title: t('audit.actor'), value: ({ actor }) => actor.name, width: 11, from: 30 },
    {
      id: 'subject',
      title: t('audit.subject'),
      value: ({ subject }) => subject,
      cell: ({ subject: id }) => <span title={id}>{subject(id)}</span>,
      from: 44,
    },
    {
      id: 'region',
      title: t('audit.region'),
      value: ({ region }) => region,
      cell: ({ region }) => <RegionName code={region} />,
      width: 11,
      from: 66,
    },
    { id: 'basis', title: t('audit.basis'), value: ({ basis, purpose }) => basis ?? purpose, width: 12, from: 78 },
    { id: 'seq', title: t('audit.seq'), value: ({ seq }) => seq, width: 6, align: 'end', from: 58 },
  ]
}

export const AuditPage = () => {
  const t = useWords()
  const action = useActionWords()
  const { search, go } = useSearchState<AuditSearch>()
  const now = useNow(60_000)
  const range = useMemo(() => timeRange(search, now), [search, now])
  const query = { subject: search.subject, actor: search.actor, action: search.action, ...range }
  const entries = usePages<AuditEntry>(PATH, { ...query, limit: 100 })
  const columns = useColumns()
  const open = (id: string | undefined) => go({ open: id })
  const one = entries.items.find((entry) => keyOf(entry) === search.open)
  useKeys({ refresh: entries.refetch, ...(one ? {} : { next: () => open(entries.items[0] && keyOf(entries.items[0])) }) })
  return (
    <Page
      title={t('nav.audit')}
      note={t('audit.note')}
      tools={
        <ExportMenu
          name="audit"
          rows={entries.items}
          columns={[
            { id: 'seq', title: t('audit.seq'), value: ({ seq }: AuditEntry) => seq },
            { id: 'at', title: t('audit.at'), value: ({ at }) => `${localMinute(at).replace('T', ' ')}` },
            { id: 'instant', title: 'UTC', value: ({ at }) => at },
            { id: 'actor', title: t('audit.actor'), value: ({ actor }) => actor.name },
            { id: 'actorId', title: t('audit.actorId'), value: ({ actor }) => actor.id },
            { id: 'action', title: t('audit.action'), value: (entry) => entry.action },
            { id: 'actionWords', title: t('audit.actionWords'), value: (entry) => action(entry.action) },
            { id: 'subject', title: t('audit.subject'), value: ({ subject }) => subject },
            { id: 'region', title: t('audit.region'), value: ({ region }) => region },
            { id: 'purpose', title: t('audit.purpose'), value: ({ purpose }) => purpose },
            { id: 'basis', title: t('audit.basis'), value: ({ basis }) => basis },
            { id: 'details', title: t('audit.details'), value: ({ details }) => JSON.stringify(details) },
            { id: 'traceId', title: t('audit.trace'), value: ({ traceId }) => traceId },
          ]}
          all={() => readAll<AuditEntry>(PATH, query)}
        />
      }
      tabs={<VerifyBar />}
      filters={
        <>
          <SearchBox
            label={t('audit.bySubject')}
            value={search.subject}
            onSearch={(subject) => go({ subject }, { replace: true })}
          />
          <SearchBox
            label={t('audit.byAction')}
            value={search.action}
            onSearch={(name) => go({ action: name }, { replace: true })}
          />
          {search.actor && (
            <Chip onClear={() => go({ actor: undefined })}>
              {t('audit.byActor', {
                name: entries.items.find(({ actor }) => actor.id === search.actor)?.actor.name ?? search.actor.slice(0, 12),
              })}
            </Chip>
          )}
          <TimeFilter search={search} onChange={(change) => go(change)} />
          <Foot wait={entries.first === undefined}>
            {t('foot.some', { shown: formatFigure(entries.items.length), more: entries.more ? '+' : '' })}
          </Foot>
        </>
      }
      panel={
        one && (
          <EntryPanel
            key={one.seq}
            entry={one}
            onFilter={(change) => go({ ...change, open: undefined })}
            onClose={() => open(undefined)}
            {...neighboursOf(entries.items, keyOf, search.open, open)}
          />
        )
      }
    >
      <ListFaces
        items={entries.items}
        pending={entries.pending}
        error={entries.error}
        refetch={entries.refetch}
        empty={
          <Empty icon="search" title={t('filter.nothing')}>
            {t('audit.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('nav.audit')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(entry) => `/console/audit?open=${entry.seq}`}
            onOpen={(entry) => open(keyOf(entry))}
            current={search.open ?? null}
            onEnd={entries.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
