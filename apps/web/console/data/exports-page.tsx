/** 导出文件: files that were made for me, how far they are, what they hold; and where a leaked copy came from. */
import type { ExportState, ExportView } from '@haihe/contract'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot, Moment, StateMark, type StateTone } from '../parts/small.tsx'
import { usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { ExportPanel } from './export-panel.tsx'
import type { ExportsSearch } from './section.ts'
import '../grants/grants.css'
import './data.css'
import { bytesOf, EXPORTS } from './exports.ts'
import { TracePanel } from './trace-panel.tsx'

export const EXPORT_TONE: Record<ExportState, StateTone> = {
  queued: 'wait',
  running: 'wait',
  ready: 'good',
  failed: 'bad',
  expired: 'off',
}

const keyOf = ({ id }: ExportView) => id
/** While one is being made the list follows it. */
const SOON = 1500

const useColumns = (): Column<ExportView>[] => {
  const t = useWords()
  return [
    { id: 'resource', title: t('grants.resource'), value: ({ resourceTitle }) => resourceTitle },
    {
      id: 'state',
      title: t('grants.state'),
      value: ({ state }) => t(`exports.is.${state}`),
      cell: ({ state }) => <StateMark tone={EXPORT_TONE[state]}>{t(`exports.is.${state}`)}</StateMark>,
      width: 7,
    },
    { id: 'format', title: t('exports.format'), value: ({ format }) => format.toUpperCase(), width: 5.5, from: 40 },
    {
      id: 'purpose',
      title: t('policy.purposeName'),
      value: ({ purpose }) => (purpose === null ? null : t(`policy.purpose.${purpose}`)),
      width: 7,
      from: 60,
    },
    {
      id: 'rows',
      title: t('exports.rows'),
      value: ({ rows }) => rows,
      cell: ({ rows }) => (rows === null ? '—' : formatFigure(rows)),
      width: 6,
      align: 'end',
      from: 50,
    },
    {
      id: 'bytes',
      title: t('exports.size'),
      value: ({ bytes }) => bytes,
      cell: ({ bytes }) => bytesOf(bytes),
      width: 6,
      align: 'end',
      from: 72,
    },
    {
      id: 'createdAt',
      title: t('exports.createdAt'),
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Ago at={createdAt} />,
      width: 7,
    },
    {
      id: 'expiresAt',
      title: t('exports.expiresAt'),
      value: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => <Moment at={expiresAt} />,
      width: 8.5,
      from: 64,
    },
  ]
}

export const ExportsPage = () => {
  const t = useWords()
  const { may } = useSession()
  const { search, go } = useSearchState<ExportsSearch>()
  const columns = useColumns()
  const making = (items: readonly ExportView[]) => items.some(({ state }) => state === 'queued' || state === 'running')
  const exports = usePages<ExportView>(EXPORTS, { limit: 50 }, { every: (items) => (making(items) ? SOON : 30_000) })
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  const one = exports.items.find(({ id }) => id === search.open)
  const traces = may('read-log.read')
  useKeys({ refresh: exports.refetch, ...(one || search.new ? {} : { next: () => open(exports.items[0]?.id) }) })
  return (
    <Page
      title={t('page.exports')}
      note={t('exports.note')}
      tools={
        traces && (
          <Button size="small" icon="search" onPress={() => go({ new: 'trace', open: undefined })}>
            {t('exports.trace')}
          </Button>
        )
      }
      filters={
        <Foot wait={exports.first === undefined}>
          {t('foot.some', { shown: formatFigure(exports.items.length), more: exports.more ? '+' : '' })}
        </Foot>
      }
      panel={
        search.new === 'trace' && traces ? (
          <TracePanel onClose={() => go({ new: undefined })} />
        ) : (
          one && (
            <ExportPanel
              key={one.id}
              file={one}
              onClose={() => open(undefined)}
              {...neighboursOf(exports.items, keyOf, search.open, open)}
            />
          )
        )
      }
    >
      <ListFaces
        items={exports.items}
        pending={exports.pending}
        error={exports.error}
        refetch={exports.refetch}
        empty={
          <Empty
            icon="document"
            title={t('exports.none')}
            action={<LinkButton href="/console/data">{t('page.data')}</LinkButton>}
          >
            {t('exports.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.exports')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/exports?open=${id}`}
            onOpen={({ id }) => open(id)}
            current={search.open ?? null}
            onEnd={exports.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
