import type { ReturnPackage, ReturnVersion } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, Failing, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { Ago, Facts, Moment, Outcome } from '../parts/small.tsx'
import { usePages } from '../parts/use-pages.ts'
import { Proposal } from './proposal.tsx'
import { PackageMark } from './return-flow-page.tsx'
import { RowsTab } from './rows-tab.tsx'

export type PackageTab = 'about' | 'versions' | 'rows'

const About = ({ of }: { of: ReturnPackage }) => {
  const t = useWords()
  return (
    <>
      {of.error && <Outcome tone="bad">{t('returnFlow.failed', { error: of.error })}</Outcome>}
      <section className="hc-section">
        {of.summary && <p>{of.summary}</p>}
        <Facts
          of={[
            [t('returnFlow.unit'), of.unitName],
            [t('returnFlow.region'), of.regionName],
            [t('returnFlow.cycle'), t(`resource.cycle.${of.cycle}`)],
            [t('returnFlow.basis'), of.basis],
            [t('returnFlow.until'), localMinute(of.until).slice(0, 10)],
            [t('returnFlow.changed'), <Ago key="changed" at={of.changedAt} />],
            [t('returnFlow.checked'), <Ago key="checked" at={of.checkedAt} />],
          ]}
        />
      </section>
      {of.parts.map((part) => (
        <section key={part.part} className="hc-section">
          <h3>
            {part.title}{' '}
            <small className="hc-note">
              {t('returnFlow.partNote', { owner: part.ownerName, rows: formatFigure(part.rows) })}
            </small>
          </h3>
          <ul className="hc-part-fields">
            {part.fields.map(({ name, title }) => (
              <li key={name}>{title}</li>
            ))}
          </ul>
          <Proposal of={of} part={part} />
        </section>
      ))}
    </>
  )
}

const Versions = ({ id }: { id: string }) => {
  const t = useWords()
  const pages = usePages<ReturnVersion>(`/api/return-flow/packages/${id}/versions`, { limit: 50 }, { param: 'before' })
  const columns: Column<ReturnVersion>[] = [
    {
      id: 'version',
      title: t('returnFlow.version'),
      value: (row) => row.version,
      cell: (row) => t('returnFlow.versionNo', { version: row.version }),
      width: 6,
    },
    { id: 'at', title: t('returnFlow.at'), value: (row) => row.at, cell: (row) => <Moment at={row.at} /> },
    {
      id: 'rows',
      title: t('returnFlow.rows'),
      value: (row) => row.rows,
      cell: (row) => formatFigure(row.rows),
      width: 6,
      align: 'end',
    },
    {
      id: 'added',
      title: t('returnFlow.added'),
      value: (row) => row.added,
      cell: (row) => `+${formatFigure(row.added)}`,
      width: 5.5,
      align: 'end',
    },
    {
      id: 'removed',
      title: t('returnFlow.removed'),
      value: (row) => row.removed,
      cell: (row) => `−${formatFigure(row.removed)}`,
      width: 5.5,
      align: 'end',
    },
  ]
  if (pages.error) return <Failing error={pages.error} retry={pages.refetch} />
  if (pages.pending) return <LoadingRows rows={4} />
  if (pages.items.length === 0)
    return (
      <Empty icon="history" title={t('returnFlow.noVersions')}>
        {t('returnFlow.noVersionsHelp')}
      </Empty>
    )
  return (
    <div className="hc-section">
      <DataTable
        short
        label={t('returnFlow.tab.versions')}
        columns={columns}
        rows={pages.items}
        keyOf={(row) => String(row.version)}
      />
      {pages.more && (
        <Button size="small" onPress={pages.loadMore}>
          {t('foot.more')}
        </Button>
      )}
    </div>
  )
}

/** One package: what is in it, how it changed, its rows for the unit that gets it. */
export const PackagePanel = ({
  id,
  tab,
  onTab,
  onClose,
  ...neighbours
}: Neighbours & { id: string; tab: PackageTab; onTab: (tab: PackageTab) => void; onClose: () => void }) => {
  const t = useWords()
  const client = useQueryClient()
  const path = `/api/return-flow/packages/${encodeURIComponent(id)}`
  const found = useApi<ReturnPackage>(path, undefined, { every: 15_000, keep: true })
  const [ending, setEnding] = useState(false)
  const [busy, setBusy] = useState(false)
  const one = found.data
  const refresh = async () => {
    setBusy(true)
    try {
      await post(`${path}/refresh`)
      toast(t('returnFlow.refreshing'))
      await client.invalidateQueries({ queryKey: [path] })
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), 'info')
    } finally {
      setBusy(false)
    }
  }
  const acts = one !== undefined && one.state !== 'ended' && (one.canManage || (one.state === 'active' && one.canRead))
  return (
    <Panel
      title={one?.title ?? t('nav.return-flow')}
      above={one && <PackageMark of={one} />}
      onClose={onClose}
      {...neighbours}
      footer={
        acts && (
          <>
            {one.state === 'active' && (
              <Button size="small" icon="refresh" pending={busy} onPress={() => void refresh()}>
                {t('returnFlow.refresh')}
              </Button>
            )}
            {one.canManage && (
              <Button size="small" tone="danger" onPress={() => setEnding(true)}>
                {t('returnFlow.end')}
              </Button>
            )}
          </>
        )
      }
    >
      <Faces of={found} loading={<LoadingRows rows={6} />}>
        {(of) => (
          <Tabs
            label={t('returnFlow.tabs')}
            tabs={[
              { id: 'about', label: t('returnFlow.tab.about'), content: <About of={of} /> },
              { id: 'versions', label: t('returnFlow.tab.versions'), count: of.version, content: <Versions id={of.id} /> },
              { id: 'rows', label: t('returnFlow.tab.rows'), content: <RowsTab of={of} /> },
            ]}
            selected={tab}
            onSelect={(next) => onTab(next as PackageTab)}
          />
        )}
      </Faces>
      <Confirm
        open={ending}
        onClose={() => setEnding(false)}
        title={t('returnFlow.end')}
        action={t('returnFlow.end')}
        danger
        reason={{ label: t('returnFlow.reason'), least: 2 }}
        run={async (reason) => {
          await post(`${path}/end`, { reason })
          toast(t('returnFlow.ended'))
          await client.invalidateQueries({ queryKey: ['/api/return-flow/packages'] })
          await client.invalidateQueries({ queryKey: [path] })
        }}
      >
        <p>{t('returnFlow.endHelp')}</p>
      </Confirm>
    </Panel>
  )
}
