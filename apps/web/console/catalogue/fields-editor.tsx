/** The fields of a draft as a table: one line each, moved, added and taken out in place. */
import { DATA_CATEGORIES, FIELD_TYPES, type FieldClassification, MASKS } from '@haihe/contract'
import { useEffect, useRef } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { type FieldRow, newRow } from './draft.ts'
import { Protection } from './marks.tsx'

const GRADES = [1, 2, 3, 4, 5, 6] as const

const Pick = <T extends string | number>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: string) => void
}) => (
  <select className="hh-input" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
)

export const ProtectionInputs = ({
  value,
  onChange,
}: {
  value: Pick<FieldClassification, 'grade' | 'category' | 'mask'>
  onChange: (change: Partial<Pick<FieldClassification, 'grade' | 'category' | 'mask'>>) => void
}) => {
  const t = useWords()
  return (
    <span className="hc-protection">
      <Pick
        label={t('catalogue.field.category')}
        value={value.category}
        options={DATA_CATEGORIES.map((one) => ({ value: one, label: t(`resource.category.${one}`) }))}
        onChange={(category) => onChange({ category: category as FieldClassification['category'] })}
      />
      <Pick
        label={t('catalogue.field.grade')}
        value={value.grade}
        options={GRADES.map((one) => ({ value: one, label: t(`resource.grade.${one}`) }))}
        onChange={(grade) => onChange({ grade: Number(grade) })}
      />
      <Pick
        label={t('catalogue.field.mask')}
        value={value.mask}
        options={MASKS.map((one) => ({ value: one, label: t(`resource.mask.${one}`) }))}
        onChange={(mask) => onChange({ mask: mask as FieldClassification['mask'] })}
      />
    </span>
  )
}

interface LineProps {
  row: FieldRow
  no: number
  last: boolean
  wrong: (path: string) => string | undefined
  onChange: (change: Partial<FieldRow>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

const Line = ({ row, no, last, wrong, onChange, onMove, onRemove }: LineProps) => {
  const t = useWords()
  const called = row.title || row.name || t('catalogue.form.unnamed', { no })
  const text = (part: 'name' | 'title' | 'length' | 'standard' | 'description', most: number, mono = false) => {
    const error = wrong(`fields.${no - 1}.${part}`)
    return (
      <td data-label={t(`catalogue.field.${part}`)} data-wide={part === 'description' || part === 'standard' || undefined}>
        <input
          className={mono ? 'hh-input hc-mono' : 'hh-input'}
          aria-label={`${t(`catalogue.field.${part}`)} ${no}`}
          aria-invalid={error ? true : undefined}
          title={error}
          value={row[part]}
          maxLength={most}
          spellCheck={false}
          autoComplete="off"
          {...(part === 'length' ? { inputMode: 'numeric' as const } : {})}
          onChange={(event) => onChange({ [part]: event.target.value })}
        />
        {error && <small className="hc-bad">{error}</small>}
      </td>
    )
  }
  const check = (part: 'key' | 'required') => (
    <td data-label={t(`catalogue.field.${part}`)} data-check>
      <input
        type="checkbox"
        aria-label={`${t(`catalogue.field.${part}`)} ${called}`}
        checked={row[part]}
        onChange={(event) => onChange({ [part]: event.target.checked })}
      />
    </td>
  )
  return (
    <tr>
      {text('title', 100)}
      {text('name', 60, true)}
      <td data-label={t('catalogue.field.type')}>
        <Pick
          label={`${t('catalogue.field.type')} ${no}`}
          value={row.type}
          options={FIELD_TYPES.map((type) => ({ value: type, label: t(`resource.type.${type}`) }))}
          onChange={(type) => onChange({ type: type as FieldRow['type'] })}
        />
      </td>
      {text('length', 6)}
      {check('key')}
      {check('required')}
      {text('standard', 100)}
      {text('description', 500)}
      <td data-label={t('catalogue.field.classification')} data-wide>
        {row.known ? (
          <span className="hc-note">
            <Protection of={row.classification} />
          </span>
        ) : (
          <ProtectionInputs
            value={row.classification}
            onChange={(change) => onChange({ classification: { ...row.classification, ...change } })}
          />
        )}
      </td>
      <td data-tools>
        <IconButton icon="up" label={t('catalogue.form.up', { name: called })} isDisabled={no === 1} onPress={() => onMove(-1)} />
        <IconButton icon="down" label={t('catalogue.form.down', { name: called })} isDisabled={last} onPress={() => onMove(1)} />
        <IconButton icon="trash" label={t('catalogue.form.remove', { name: called })} onPress={onRemove} />
      </td>
    </tr>
  )
}

export const FieldsEditor = ({
  rows,
  onChange,
  wrong,
}: {
  rows: readonly FieldRow[]
  onChange: (rows: FieldRow[]) => void
  wrong: (path: string) => string | undefined
}) => {
  const t = useWords()
  const body = useRef<HTMLTableSectionElement>(null)
  const added = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a line came, the keyboard goes on in it
  useEffect(() => {
    if (added.current) body.current?.querySelector<HTMLInputElement>('tr:last-child input')?.focus()
    added.current = false
  }, [rows.length])
  const move = (index: number, by: -1 | 1) => {
    const next = [...rows]
    const [row] = next.splice(index, 1)
    next.splice(index + by, 0, row as FieldRow)
    onChange(next)
  }
  const heads = ['title', 'name', 'type', 'length', 'key', 'required', 'standard', 'description', 'classification'] as const
  return (
    <div className="hc-section">
      <ScrollRegion className="hc-fields-editor" label={t('catalogue.form.fields')}>
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col" data-head={head}>
                  {t(`catalogue.field.${head}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, index) => (
              <Line
                key={row.id}
                row={row}
                no={index + 1}
                last={index === rows.length - 1}
                wrong={wrong}
                onChange={(change) => onChange(rows.map((one) => (one.id === row.id ? { ...one, ...change } : one)))}
                onMove={(by) => move(index, by)}
                onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <div>
        <Button
          size="small"
          icon="plus"
          isDisabled={rows.length >= 300}
          onPress={() => {
            added.current = true
            onChange([...rows, newRow(rows)])
          }}
        >
          {t('catalogue.form.add')}
        </Button>
      </div>
    </div>
  )
}
