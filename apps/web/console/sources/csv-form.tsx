import { useWords } from '../../ui/i18n.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { type Charset, DELIMITERS, type Delimiter } from '../lib/csv.ts'
import { Segments } from '../parts/filters.tsx'
import { ChoiceField, TextField } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import type { Opened } from './import-tab.tsx'
import { type Draft, samplesOf } from './mapping.ts'

const SIGNS: Record<Delimiter, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }

const Preview = ({ header, records }: Pick<Opened, 'header' | 'records'>) => {
  const t = useWords()
  return (
    <ScrollRegion className="hc-preview" label={t('csv.preview')}>
      <table>
        <thead>
          <tr>
            {header.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file may share a name
              <th key={index} scope="col">
                {name || '—'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of a file is its own key
            <tr key={line}>
              {record.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

const Samples = ({ draft, opened }: { draft: Draft; opened: Opened }) => {
  const t = useWords()
  const samples = samplesOf(draft, opened.header, opened.records)
  if (samples.length === 0) return <p className="hc-note">{t('csv.noSamples')}</p>
  return (
    <ScrollRegion className="hc-preview" label={t('csv.samples')}>
      <table>
        <thead>
          <tr>
            {(['entity', 'attribute', 'value', 'at'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`csv.sample.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr key={`${sample.entity} ${sample.attribute} ${sample.at}`}>
              <td>{sample.entity || '—'}</td>
              <td>{sample.attribute || '—'}</td>
              <td>{sample.value}</td>
              <td>{sample.at}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** What the columns mean. Guessed first; the person has the last word and sees what the first lines become. */
export const CsvForm = ({
  opened,
  draft,
  onDraft,
  name,
  onName,
  wrong,
  types,
  unreadable,
  onRead,
}: {
  opened: Opened
  draft: Draft
  onDraft: (draft: Draft) => void
  name: string
  onName: (name: string) => void
  /** fields without an answer */
  wrong: readonly string[]
  types: readonly string[]
  unreadable: boolean
  /** reads the file again with another charset or delimiter */
  onRead: (charset: Charset, delimiter: Delimiter) => void
}) => {
  const t = useWords()
  const set = (change: Partial<Draft>) => onDraft({ ...draft, ...change })
  const say = (field: string) => (wrong.includes(field) ? t(`csv.needs.${field}`) : undefined)
  const columns = opened.header.map((column) => ({ value: column, label: column || '—' }))
  const none = (label: string) => [{ value: '', label }, ...columns]
  return (
    <div className="hc-form">
      {unreadable && <Outcome tone="bad">{t('csv.oneColumn')}</Outcome>}
      <div className="hc-form-two">
        <TextField label={t('csv.name')} help={t('csv.nameHelp')} value={name} onChange={onName} />
        <ChoiceField
          label={t('csv.charset')}
          value={draft.charset}
          options={[
            { value: 'utf-8', label: 'UTF-8' },
            { value: 'gb18030', label: 'GB 18030 (GBK)' },
          ]}
          onChange={(charset) => onRead(charset as Charset, draft.delimiter)}
        />
      </div>
      <Preview header={opened.header} records={opened.records} />
      <Segments
        label={t('csv.shape')}
        value={draft.shape}
        options={(['long', 'record', 'wide'] as const).map((value) => ({ value, label: t(`csv.shapes.${value}`) }))}
        onChange={(shape) => set({ shape })}
      />
      <p className="hc-note">{t(`csv.shapeHelp.${draft.shape}`)}</p>
      <div className="hc-form-two">
        <TextField
          label={t('csv.type')}
          value={draft.type}
          onChange={(type) => set({ type, prefix: type ? `urn:ngsi-ld:${type}:` : '' })}
          error={say('type')}
          list={types}
          mono
        />
        <ChoiceField
          label={t('csv.time')}
          help={t('csv.timeHelp')}
          value={draft.time}
          options={columns}
          onChange={(time) => set({ time })}
          error={say('time')}
        />
        {draft.shape !== 'wide' && (
          <ChoiceField
            label={t('csv.entity')}
            value={draft.entity}
            options={none(t('csv.oneEntity'))}
            onChange={(entity) => set({ entity })}
          />
        )}
        {draft.shape !== 'wide' && draft.entity === '' ? (
          <TextField
            label={t('csv.id')}
            help={t('csv.idHelp')}
            value={draft.id}
            onChange={(id) => set({ id })}
            error={say('id')}
            mono
          />
        ) : (
          <TextField
            label={t('csv.prefix')}
            help={t('csv.prefixHelp')}
            value={draft.prefix}
            onChange={(prefix) => set({ prefix })}
            error={say('prefix')}
            mono
          />
        )}
        {draft.shape === 'long' && (
          <>
            <ChoiceField
              label={t('csv.attribute')}
              value={draft.attribute}
              options={none(t('csv.oneAttribute'))}
              onChange={(attribute) => set({ attribute })}
            />
            <ChoiceField
              label={t('csv.value')}
              value={draft.value}
              options={none('—')}
              onChange={(value) => set({ value })}
              error={say('value')}
            />
          </>
        )}
        {(draft.shape === 'wide' || (draft.shape === 'long' && draft.attribute === '')) && (
          <TextField
            label={t('csv.attributeName')}
            value={draft.name}
            onChange={(attribute) => set({ name: attribute })}
            error={say('name')}
            mono
          />
        )}
        <ChoiceField
          label={t('csv.delimiter')}
          value={draft.delimiter}
          options={DELIMITERS.map((value) => ({ value, label: t(`csv.delimiters.${SIGNS[value]}`) }))}
          onChange={(delimiter) => onRead(draft.charset, delimiter as Delimiter)}
        />
      </div>
      {draft.shape === 'record' && (
        <fieldset className="hc-columns">
          <legend>{t('csv.columns')}</legend>
          {say('columns') && <Outcome tone="bad">{say('columns')}</Outcome>}
          {opened.header
            .filter((column) => column !== draft.time && column !== draft.entity && column !== '')
            .map((column) => (
              <div key={column}>
                <label>
                  <input
                    type="checkbox"
                    checked={column in draft.columns}
                    onChange={(event) => {
                      const { [column]: _, ...rest } = draft.columns
                      set({ columns: event.target.checked ? { ...rest, [column]: column } : rest })
                    }}
                  />
                  {column}
                </label>
                {column in draft.columns && (
                  <input
                    className="hh-input hc-mono"
                    aria-label={t('csv.columnAttribute', { column })}
                    value={draft.columns[column]}
                    onChange={(event) => set({ columns: { ...draft.columns, [column]: event.target.value } })}
                  />
                )}
              </div>
            ))}
        </fieldset>
      )}
      <h3>{t('csv.samples')}</h3>
      <Samples draft={draft} opened={opened} />
    </div>
  )
}
