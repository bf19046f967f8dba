/** 读取记录: who read what, when, for which purpose and on what basis. The record cannot be changed. */
import { PURPOSES, type Purpose, READ_WAYS, type ReadLogItem, type ReadWay } from '@haihe/contract'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useNow } from '../../ui/use-now.ts'
import { timeRange } from '../lib/address.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { type Neighbours, neighboursOf, Page, Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Chip, Choose, TimeFilter } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { useEntry } from '../parts/resource-field.tsx'
import { Exact, Facts, Foot, Moment, Mono } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import type { ReadLogSearch } from './section.ts'

const READS = '/api/read-log'
const keyOf = ({ id }: ReadLogItem) => String(id)

const useColumns = (): Column<ReadLogItem>[] => {
  const t = useWords()
  return [
    { id: 'at', title: t('readLog.at'), value: ({ at }) => at, cell: ({ at }) => <Exact at={at} />, width: 9.5 },
    { id: 'actor', title: t('readLog.actor'), value: ({ actorName }) => actorName, width: 11 },
    { id: 'unit', title: t('readLog.unit'), value: ({ unitName }) => unitName, from: 56 },
    { id: 'resource', title: t('grants.resource'), value: ({ resourceTitle }) => resourceTitle },
    {
      id: 'purpose',
      title: t('policy.purposeName'),
      value: ({ purpose }) => (purpose === null ? null : t(`policy.purpose.${purpose}`)),
      width: 6.5,
      from: 48,
    },
    { id: 'basis', title: t('policy.basis'), value: ({ basis }) => basis, from: 80 },
    { id: 'way', title: t('readLog.way'), value: ({ way }) => t(`policy.way.${way}`), width: 5, from: 64 },
    {
      id: 'fields',
      title: t('grants.fields'),
      value: ({ fields }) => fields.join(' '),
      cell: ({ fields, masked }) => t('readLog.fieldsOf', { count: fields.length, masked: masked.length }),
      width: 9,
      from: 88,
    },
    {
      id: 'rows',
      title: t('exports.rows'),
      value: ({ rows }) => rows,
      cell: ({ rows }) => formatFigure(rows),
      width: 6,
      align: 'end',
      from: 40,
    },
  ]
}

const ReadPanel = ({ read, onClose, ...neighbours }: Neighbours & { read: ReadLogItem; onClose: () => void }) => {
  const t = useWords()
  const entry = useEntry(read.resource)
  const titleOf = (name: string) => entry.data?.resource.fields.find((field) => field.name === name)?.title ?? name
  const whole = read.fields.filter((name) => !read.masked.includes(name))
  const list = (names: readonly string[]) => (names.length === 0 ? null : names.map(titleOf).join(t('policy.and')))
  return (
    <Panel title={read.resourceTitle} above={<Moment at={read.at} />} onClose={onClose} {...neighbours}>
      <section className="hc-section">
        <Facts
          of={[
            [
              t('readLog.actor'),
              <AppLink key="actor" href={`/console/read-log?actor=${encodeURIComponent(read.actor)}`}>
                {read.actorName}
              </AppLink>,
            ],
            [t('readLog.unit'), read.unitName],
            [t('policy.purposeName'), read.purpose === null ? null : t(`policy.purpose.${read.purpose}`)],
            [t('policy.basis'), read.basis],
            [t('readLog.way'), t(`policy.way.${read.way}`)],
            [t('exports.rows'), formatFigure(read.rows)],
            read.grant !== null && [
              t('policy.grant'),
              <AppLink key="grant" href={`/console/grants?open=${read.grant}`}>
                {t('exports.seeGrant')}
              </AppLink>,
            ],
            [t('readLog.number'), <Mono key="number">{read.id}</Mono>],
          ]}
        />
      </section>
      <section className="hc-section">
        <h3>{t('readLog.shown')}</h3>
        <Facts
          of={[
            [t('readLog.whole'), list(whole)],
            [t('readLog.masked'), list(read.masked)],
          ]}
        />
        <p className="hc-note">{t('readLog.keptHelp')}</p>
      </section>
    </Panel>
  )
}

export const ReadLogPage = () => {
  const t = useWords()
  const now = useNow(60_000)
  const { search, go } = useSearchState<ReadLogSearch>()
  const { resource, grant, actor, unit, purpose, way } = search
  const query = { resource, grant, actor, unit, purpose, way, ...timeRange(search, now) }
  const reads = usePages<ReadLogItem>(READS, { ...query, limit: 100 }, { every: 30_000 })
  const entry = useEntry(resource ?? null)
  const columns = useColumns()
  const open = (id: string | undefined) => go({ open: id })
  const one = reads.items.find((read) => keyOf(read) === search.open)
  const filtered = Object.values(query).some((value) => value !== undefined)
  useKeys({ refresh: reads.refetch, ...(one ? {} : { next: () => open(reads.items[0] && keyOf(reads.items[0])) }) })
  return (
    <Page
      title={t('page.read-log')}
      note={t('readLog.note')}
      tools={<ExportMenu name="read-log" columns={columns} rows={reads.items} all={() => readAll<ReadLogItem>(READS, query)} />}
      filters={
        <>
          <Choose
            label={t('policy.purposeName')}
            value={purpose}
            all={t('filter.all')}
            options={PURPOSES.map((value) => ({ value, label: t(`policy.purpose.${value}`) }))}
            onChange={(value) => go({ purpose: value as Purpose | undefined, open: undefined })}
          />
          <Choose
            label={t('readLog.way')}
            value={way}
            all={t('filter.all')}
            options={READ_WAYS.map((value) => ({ value, label: t(`policy.way.${value}`) }))}
            onChange={(value) => go({ way: value as ReadWay | undefined, open: undefined })}
          />
          <TimeFilter search={search} onChange={(change) => go({ ...change, open: undefined })} />
          {resource && (
            <Chip onClear={() => go({ resource: undefined })}>{entry.data?.resource.title ?? t('grants.oneResource')}</Chip>
          )}
          {grant && <Chip onClear={() => go({ grant: undefined })}>{t('readLog.oneGrant')}</Chip>}
          {actor && (
            <Chip onClear={() => go({ actor: undefined })}>
              {reads.items.find((read) => read.actor === actor)?.actorName ?? actor}
            </Chip>
          )}
          {unit && (
            <Chip onClear={() => go({ unit: undefined })}>
              {reads.items.find((read) => read.unit === unit)?.unitName ?? unit}
            </Chip>
          )}
          <Foot wait={reads.first === undefined}>
            {t('foot.some', { shown: formatFigure(reads.items.length), more: reads.more ? '+' : '' })}
          </Foot>
        </>
      }
      panel={
        one && (
          <ReadPanel
            key={one.id}
            read={one}
            onClose={() => open(undefined)}
            {...neighboursOf(reads.items, keyOf, search.open, open)}
          />
        )
      }
    >
      <ListFaces
        items={reads.items}
        pending={reads.pending}
        error={reads.error}
        refetch={reads.refetch}
        filtered={filtered}
        empty={
          <Empty icon="history" title={t('readLog.none')}>
            {t('readLog.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.read-log')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(read) => `/console/read-log?open=${read.id}`}
            onOpen={(read) => open(keyOf(read))}
            current={search.open ?? null}
            onEnd={reads.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
