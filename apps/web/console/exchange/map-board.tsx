/** Columns with samples on one side, fields on the other. A field is chosen, then its column; or from its own list. */
import type { Mapping, Resource, ResourceField } from '@haihe/contract'
import { mappedColumns } from '@haihe/contract'
import { useState } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { choose, type KnownColumn, type Tried } from './mapping.ts'
import { Transforms } from './transforms.tsx'

const Column = ({ column, used, onPick }: { column: KnownColumn; used: boolean; onPick: (() => void) | undefined }) => {
  const t = useWords()
  return (
    <li>
      <button type="button" className="hc-column" data-used={used || undefined} disabled={!onPick} onClick={onPick}>
        <b>
          {column.name}
          {used && <Icon name="check" size="0.9em" label={t('exchange.used')} />}
        </b>
        <small>
          {t(`resource.type.${column.type}`)}
          {column.standard && ` · ${column.standard}`}
        </small>
        <span className="hc-sample">{column.samples.join(' · ') || t('exchange.empty')}</span>
      </button>
    </li>
  )
}

const FieldRow = ({
  field,
  isKey,
  mapping,
  columns,
  tried,
  active,
  onActive,
  onMapping,
  target,
}: {
  field: ResourceField
  isKey: boolean
  mapping: Mapping
  columns: readonly KnownColumn[]
  tried: Tried | undefined
  active: boolean
  onActive: () => void
  onMapping: (mapping: Mapping) => void
  target: Resource
}) => {
  const t = useWords()
  const known = mapping.fields[field.name]
  const column = columns.find(({ name }) => name === known?.column)
  const at = target.fields.indexOf(field)
  const bad = tried?.reasons.filter((reason) => reason.field === field.name).reduce((sum, { n }) => sum + n, 0) ?? 0
  const needed = isKey || field.required
  const example = tried?.rows.find(
    ({ values, problems }) => values[at] != null && !problems.some((one) => one.field === field.name),
  )
  return (
    <li
      className="hc-map-row"
      data-active={active || undefined}
      data-missing={(needed && !known) || (known?.column && !column) || undefined}
    >
      <button type="button" className="hc-map-field" aria-pressed={active} onClick={onActive}>
        <b>{field.title}</b>
        <small>
          {t(`resource.type.${field.type}`)}
          {isKey ? ` · ${t('exchange.key')}` : field.required ? ` · ${t('exchange.required')}` : ''}
          {field.standard && ` · ${field.standard}`}
        </small>
      </button>
      <div className="hc-map-from">
        <select
          className="hh-input"
          aria-label={t('exchange.columnFor', { field: field.title })}
          value={known?.column ?? ''}
          onFocus={onActive}
          onChange={(event) => {
            onActive()
            onMapping(choose(mapping, target, field.name, columns.find(({ name }) => name === event.target.value) ?? null))
          }}
        >
          <option value="">{t(known && known.column === null ? 'exchange.noColumnMade' : 'exchange.noColumn')}</option>
          {known?.column && !column && <option value={known.column}>{t('exchange.columnGone', { column: known.column })}</option>}
          {columns.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <Transforms field={field} mapping={mapping} columns={columns} column={column} onMapping={onMapping} />
      </div>
      <div className="hc-map-result">
        {known &&
          (bad > 0 ? (
            <span className="hc-bad">{t('exchange.badOf', { count: bad })}</span>
          ) : (
            <span className="hc-sample">{example?.values[at] ?? '—'}</span>
          ))}
      </div>
    </li>
  )
}

export const MapBoard = ({
  resource,
  columns,
  mapping,
  onMapping,
  tried,
}: {
  resource: Resource
  columns: readonly KnownColumn[]
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
  tried: Tried | undefined
}) => {
  const t = useWords()
  const [active, setActive] = useState<string | null>(null)
  const used = new Set(mappedColumns(mapping))
  const mapped = resource.fields.filter(({ name }) => mapping.fields[name]).length
  const title = resource.fields.find(({ name }) => name === active)?.title
  return (
    <div className="hc-board">
      <section className="hc-section" aria-labelledby="board-columns">
        <h3 id="board-columns">
          {t('exchange.sourceColumns')} <small>{t('exchange.usedOf', { used: used.size, total: columns.length })}</small>
        </h3>
        <p className="hc-note">{title ? t('exchange.pickFor', { field: title }) : t('exchange.pickHelp')}</p>
        <ul className="hc-columns-list">
          {columns.map((column) => (
            <Column
              key={column.name}
              column={column}
              used={used.has(column.name)}
              onPick={active === null ? undefined : () => onMapping(choose(mapping, resource, active, column))}
            />
          ))}
        </ul>
      </section>
      <section className="hc-section" aria-labelledby="board-fields">
        <h3 id="board-fields">
          {t('exchange.resourceFields')} <small>{t('exchange.mappedOf', { mapped, total: resource.fields.length })}</small>
        </h3>
        <p className="hc-note">{t('exchange.fieldsHelp')}</p>
        <ul className="hc-map-rows">
          {resource.fields.map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              isKey={resource.keys.includes(field.name)}
              mapping={mapping}
              columns={columns}
              tried={tried}
              active={active === field.name}
              onActive={() => setActive(field.name)}
              onMapping={onMapping}
              target={resource}
            />
          ))}
        </ul>
      </section>
    </div>
  )
}
