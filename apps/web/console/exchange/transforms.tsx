/** The transforms of a field as chips in their order; one at a time is open to be changed. */
import type { Mapping, ResourceField, Transform } from '@haihe/contract'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { ChoiceField, TextField } from '../parts/form.tsx'
import { addTransform, type KnownColumn, readCodes, setTable, setTransforms, writeCodes } from './mapping.ts'
import { DATE_FORMATS, OPS, useTransformWords } from './transform-words.ts'

interface EditorProps {
  step: Transform
  onStep: (step: Transform) => void
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
  columns: readonly KnownColumn[]
}

const numberIn = (text: string, otherwise: number): number =>
  text.trim() === '' || Number.isNaN(Number(text)) ? otherwise : Number(text)

/** A number as it is typed: «-» and «0.» are on their way to one. */
const NumberField = ({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) => {
  const [text, setText] = useState(String(value))
  return (
    <TextField
      label={label}
      value={text}
      onChange={(next) => {
        setText(next)
        onChange(numberIn(next, value))
      }}
    />
  )
}

const Codes = ({ table, mapping, onMapping }: { table: string } & Pick<EditorProps, 'mapping' | 'onMapping'>) => {
  const t = useWords()
  const [text, setText] = useState(writeCodes(mapping.tables[table] ?? {}))
  return (
    <TextField
      label={t('exchange.codes')}
      help={t('exchange.codesHelp')}
      lines={5}
      mono
      value={text}
      onChange={(next) => {
        setText(next)
        onMapping(setTable(mapping, table, readCodes(next)))
      }}
    />
  )
}

const Editor = ({ step, onStep, mapping, onMapping, columns }: EditorProps) => {
  const t = useWords()
  switch (step.op) {
    case 'trim':
    case 'upper':
      return <p className="hc-note">{t(`exchange.opHelp.${step.op}`)}</p>
    case 'date':
      return (
        <TextField
          label={t('exchange.dateFormat')}
          help={t('exchange.opHelp.date')}
          value={step.format}
          list={DATE_FORMATS}
          onChange={(format) => onStep({ ...step, format })}
        />
      )
    case 'codes':
      return (
        <>
          <Codes table={step.table} mapping={mapping} onMapping={onMapping} />
          <ChoiceField
            label={t('exchange.otherwise')}
            value={step.otherwise}
            options={(['reject', 'keep', 'empty'] as const).map((value) => ({
              value,
              label: t(`exchange.otherwiseIs.${value}`),
            }))}
            onChange={(otherwise) => onStep({ ...step, otherwise: otherwise as typeof step.otherwise })}
          />
        </>
      )
    case 'scale':
      return (
        <>
          <NumberField label={t('exchange.factor')} value={step.factor} onChange={(factor) => onStep({ ...step, factor })} />
          <NumberField label={t('exchange.offset')} value={step.offset} onChange={(offset) => onStep({ ...step, offset })} />
        </>
      )
    case 'constant':
      return <TextField label={t('exchange.value')} value={step.value} onChange={(value) => onStep({ ...step, value })} />
    case 'split':
      return (
        <>
          <TextField
            label={t('exchange.separator')}
            value={step.separator}
            onChange={(separator) => onStep({ ...step, separator })}
          />
          <NumberField
            label={t('exchange.part')}
            value={step.part < 0 ? step.part : step.part + 1}
            onChange={(part) => onStep({ ...step, part: Math.max(-50, Math.min(50, Math.round(part > 0 ? part - 1 : part))) })}
          />
        </>
      )
    case 'concat':
      return (
        <>
          <fieldset className="hc-checks">
            <legend>{t('exchange.behind')}</legend>
            {columns.map(({ name }) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={step.columns.includes(name)}
                  onChange={(event) => {
                    const next = event.target.checked ? [...step.columns, name] : step.columns.filter((one) => one !== name)
                    if (next.length > 0 && next.length <= 10) onStep({ ...step, columns: next })
                  }}
                />
                {name}
              </label>
            ))}
          </fieldset>
          <TextField
            label={t('exchange.separator')}
            value={step.separator}
            onChange={(separator) => onStep({ ...step, separator })}
            optional
          />
        </>
      )
  }
}

export const Transforms = ({
  field,
  mapping,
  columns,
  column,
  onMapping,
}: {
  field: ResourceField
  mapping: Mapping
  columns: readonly KnownColumn[]
  column: KnownColumn | undefined
  onMapping: (mapping: Mapping) => void
}) => {
  const t = useWords()
  const words = useTransformWords()
  const [open, setOpen] = useState<number | null>(null)
  const steps = mapping.fields[field.name]?.transforms ?? []
  const has = mapping.fields[field.name] !== undefined
  const change = (next: Transform[]) => onMapping(setTransforms(mapping, field.name, next))
  const move = (from: number, to: number) => {
    const next = [...steps]
    next.splice(to, 0, ...next.splice(from, 1))
    change(next)
    setOpen(to)
  }
  const step = open === null ? undefined : steps[open]
  // without a column only a value of its own makes sense
  const ops = has && column ? OPS : (['constant'] as const)
  return (
    <div className="hc-transforms">
      {steps.map((one, at) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is what they are
          key={`${at} ${one.op}`}
          type="button"
          className="hc-transform"
          aria-expanded={open === at}
          onClick={() => setOpen(open === at ? null : at)}
        >
          {words(one)}
        </button>
      ))}
      <select
        className="hc-transform-add"
        aria-label={t('exchange.addTransform', { field: field.title })}
        value=""
        onChange={(event) => {
          const op = event.target.value as Transform['op'] | ''
          if (op === '') return
          onMapping(addTransform(mapping, field.name, op, column))
          setOpen(steps.length)
        }}
      >
        <option value="">{t('exchange.add')}</option>
        {ops.map((op) => (
          <option key={op} value={op}>
            {t(`exchange.op.${op}`)}
          </option>
        ))}
      </select>
      {step && open !== null && (
        <div className="hc-transform-edit">
          <Editor
            key={`${open} ${step.op}`}
            step={step}
            onStep={(next) => change(steps.map((one, at) => (at === open ? next : one)))}
            mapping={mapping}
            onMapping={onMapping}
            columns={columns}
          />
          <div className="hc-filters">
            <Button size="small" onPress={() => setOpen(null)}>
              {t('exchange.ready')}
            </Button>
            {open > 0 && <IconButton icon="up" label={t('exchange.earlier')} onPress={() => move(open, open - 1)} />}
            {open < steps.length - 1 && (
              <IconButton icon="down" label={t('exchange.later')} onPress={() => move(open, open + 1)} />
            )}
            <IconButton
              icon="trash"
              label={t('exchange.takeAway')}
              onPress={() => {
                change(steps.filter((_, at) => at !== open))
                setOpen(null)
              }}
            />
          </div>
        </div>
      )}
    </div>
  )
}
