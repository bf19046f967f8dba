/** How columns become fields, to read; changed in the flow. */
import type { ConnectorView, ResourceField } from '@haihe/contract'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { useResource } from './lists.ts'
import type { ConnectorsSearch } from './section.ts'
import { useTransformWords } from './transform-words.ts'

export const MappingTab = ({ connector, manage }: { connector: ConnectorView; manage: boolean }) => {
  const t = useWords()
  const words = useTransformWords()
  const { go } = useSearchState<ConnectorsSearch>()
  const resource = useResource(connector.resource)
  const { fields } = connector.mapping
  const columns: Column<ResourceField>[] = [
    { id: 'field', title: t('exchange.fieldOf'), value: ({ title }) => title },
    { id: 'column', title: t('exchange.column'), value: ({ name }) => fields[name]?.column ?? null },
    {
      id: 'transforms',
      title: t('exchange.transforms'),
      value: ({ name }) => fields[name]?.transforms.map(words).join(' → ') || null,
      from: 28,
    },
  ]
  return (
    <div className="hc-section">
      {manage && (
        <div className="hc-filters">
          <Button
            size="small"
            icon="settings"
            onPress={() =>
              go({ edit: connector.id, step: connector.kind === 'upload' ? 'connect' : 'map', open: undefined, tab: undefined })
            }
          >
            {t('exchange.changeMapping')}
          </Button>
        </div>
      )}
      <Faces of={resource} loading={<LoadingRows rows={5} height="2.5rem" />} small>
        {({ resource: { fields: all } }) =>
          Object.keys(fields).length === 0 ? (
            <Empty icon="layers" title={t('exchange.noMapping')} small />
          ) : (
            <DataTable label={t('exchange.tab.mapping')} columns={columns} rows={all} keyOf={({ name }) => name} short />
          )
        }
      </Faces>
    </div>
  )
}
