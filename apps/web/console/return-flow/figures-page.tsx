/** What every street gets back: packages, fields, rows. */
import type { ReturnFigure } from '@haihe/contract'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useGo } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'

const PATH = '/api/return-flow/figures'

export const ReturnFiguresPage = () => {
  const t = useWords()
  const go = useGo()
  const pages = usePages<ReturnFigure>(PATH, { limit: 200 }, { param: 'after', every: 60_000 })
  const number = (id: 'packages' | 'fields' | 'rows', from: number): Column<ReturnFigure> => ({
    id,
    title: t(`returnFlow.figure.${id}`),
    value: (row) => row[id],
    cell: (row) => formatFigure(row[id]),
    align: 'end',
    width: 7,
    from,
  })
  const columns: Column<ReturnFigure>[] = [
    { id: 'region', title: t('returnFlow.region'), value: (row) => row.regionName },
    number('packages', 34),
    number('fields', 0),
    number('rows', 0),
    {
      id: 'checked',
      title: t('returnFlow.checked'),
      value: (row) => row.checkedAt,
      cell: (row) => <Ago at={row.checkedAt} />,
      width: 9,
      from: 48,
    },
  ]
  const leadsTo = (row: ReturnFigure) => `/console/return-flow?region=${row.region}`
  return (
    <Page
      title={t('page.return-flow-figures')}
      note={t('returnFlow.figuresNote')}
      tools={
        <ExportMenu
          name="return-flow"
          columns={columns}
          rows={pages.items}
          all={() => readAll<ReturnFigure>(PATH, {}, 'after')}
        />
      }
      filters={<Foot wait={!pages.first}>{t('foot.some', { shown: pages.items.length, more: pages.more ? '+' : '' })}</Foot>}
    >
      <ListFaces
        items={pages.first && pages.items}
        pending={pages.pending}
        error={pages.error}
        refetch={pages.refetch}
        empty={
          <Empty icon="waves" title={t('returnFlow.none')}>
            {t('returnFlow.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.return-flow-figures')}
            columns={columns}
            rows={items}
            keyOf={(row) => row.region}
            hrefOf={leadsTo}
            onOpen={(row) => go(leadsTo(row))}
            onEnd={pages.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
