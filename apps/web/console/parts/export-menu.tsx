import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Menu } from '../../ui/menu.tsx'
import { localMinute } from '../../ui/minute.ts'
import { toast } from '../../ui/toast.tsx'
import { download, type ExportColumn, exportName, toCsv, toJson } from '../lib/export.ts'

/** CSV and JSON of a table: of the rows given, or of everything the filter selects when `all` can read it. */
export const ExportMenu = <T,>({
  name,
  columns,
  rows,
  all,
}: {
  name: string
  columns: readonly ExportColumn<T>[]
  rows: readonly T[]
  all?: () => Promise<{ items: T[]; complete: boolean }>
}) => {
  const t = useWords()
  const run = async (kind: string) => {
    try {
      const { items, complete } = all ? await all() : { items: rows, complete: true }
      const file = exportName(name, localMinute(Date.now()), kind)
      if (kind === 'csv') download(file, toCsv(columns, items), 'text/csv;charset=utf-8')
      else download(file, toJson(columns, items), 'application/json')
      toast(t(complete ? 'export.done' : 'export.cut', { count: items.length }))
    } catch (error) {
      toast(error instanceof Error ? error.message : t('export.failed'), 'info')
    }
  }
  return (
    <Menu
      label={t('export.title')}
      trigger={
        <Button size="small" icon="down">
          {t('export.title')}
        </Button>
      }
      items={[
        { id: 'csv', label: t('export.csv'), note: t('export.csvNote') },
        { id: 'json', label: 'JSON' },
      ]}
      onAction={(kind) => void run(kind)}
    />
  )
}
