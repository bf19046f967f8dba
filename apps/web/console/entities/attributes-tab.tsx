import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Ago, Facts, Moment, Mono, Named } from '../parts/small.tsx'
import { useDictionary } from './dictionary.ts'
import { type AttributeRow, attributesOf, type NgsiEntity, placeOf, shortId, typeOf, valueText } from './entity.ts'

const Value = ({ row }: { row: AttributeRow }) => {
  const { kind, value, unit } = row
  if (kind === 'Relationship' && typeof value === 'string')
    return <AppLink href={`/console/entities?open=${encodeURIComponent(value)}`}>{shortId(value)}</AppLink>
  const text = valueText(value)
  return typeof value === 'object' && value !== null ? (
    <Mono>{text.length > 120 ? `${text.slice(0, 120)}…` : text}</Mono>
  ) : (
    <span title={text}>
      <b>{text}</b>
      {unit && <small className="hc-unit"> {unit}</small>}
    </span>
  )
}

const useColumns = (
  titleOf: (attribute: string) => string | null,
  onHistory: (attribute: string) => void,
): Column<AttributeRow>[] => {
  const t = useWords()
  return [
    {
      id: 'name',
      title: t('entities.attribute'),
      value: ({ name, dataset }) => (dataset ? `${name} (${dataset})` : name),
      cell: ({ name, dataset }) => (
        <span>
          <Named title={titleOf(name)} name={name} />
          {dataset && <small className="hc-unit"> {shortId(dataset)}</small>}
        </span>
      ),
      width: 14,
      wrap: true,
    },
    { id: 'value', title: t('entities.value'), value: ({ value }) => valueText(value), cell: (row) => <Value row={row} /> },
    { id: 'unit', title: t('entities.unit'), value: ({ unit }) => unit, from: 1000 },
    {
      id: 'observedAt',
      title: t('entities.observedAt'),
      value: ({ observedAt }) => observedAt,
      cell: ({ observedAt }) => <Ago at={observedAt} every={3000} />,
      width: 7.5,
      from: 28,
    },
    {
      id: 'provenance',
      title: t('sources.provenance'),
      value: ({ provenance }) => provenance && t(`provenance.${provenance}`),
      cell: ({ provenance }) => (provenance ? <ProvenanceBadge provenance={provenance} /> : '—'),
      width: 6.5,
      from: 34,
    },
    {
      id: 'history',
      title: t('entities.history'),
      value: () => null,
      cell: ({ name }) => (
        <Button
          size="small"
          tone="plain"
          icon="history"
          aria-label={t('entities.historyOf', { name })}
          onPress={() => onHistory(name)}
        />
      ),
      width: 4.5,
      align: 'end',
      tool: true,
    },
  ]
}

export const AttributesTab = ({ entity, onHistory }: { entity: NgsiEntity; onHistory: (attribute: string) => void }) => {
  const t = useWords()
  const words = useDictionary()
  const columns = useColumns((name) => words.attributeTitle(typeOf(entity), name), onHistory)
  const rows = attributesOf(entity)
  const place = placeOf(entity)
  const at = (name: string) => (typeof entity[name] === 'string' ? entity[name] : null)
  return (
    <>
      <section className="hc-section">
        <Facts
          of={[
            place && [t('entities.place'), `${place[0].toFixed(5)}, ${place[1].toFixed(5)}`],
            [t('entities.created'), <Moment key="created" at={at('createdAt')} />],
            [t('entities.modified'), <Moment key="modified" at={at('modifiedAt')} />],
          ]}
        />
      </section>
      <section className="hc-section">
        <header>
          <h3>{t('entities.attributes')}</h3>
          <ExportMenu name={shortId(entity.id)} columns={columns.filter(({ id }) => id !== 'history')} rows={rows} />
        </header>
        {rows.length === 0 ? (
          <Empty icon="list" title={t('entities.noAttributes')} small />
        ) : (
          <DataTable
            label={t('entities.attributes')}
            columns={columns.filter(({ from = 0 }) => from < 1000)}
            rows={rows}
            keyOf={({ key }) => key}
            short
          />
        )}
      </section>
    </>
  )
}
