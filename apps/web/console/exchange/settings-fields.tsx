/** The settings of a kind as a form; what most people leave stands behind «更多设置». */
import type { ConnectorKind } from '@haihe/contract'
import { useWords } from '../../ui/i18n.ts'
import { ChoiceField, Field, type Sending, TextField } from '../parts/form.tsx'
import { type Asked, type Draft, shownOf } from './settings.ts'
import { wordKey } from './settings-words.ts'

interface Props {
  kind: ConnectorKind
  draft: Draft
  onDraft: (draft: Draft) => void
  wrong: Sending['wrong']
  /** names of secrets that are set already */
  secrets: readonly string[]
  /** known names, for instance sheets of a workbook, tables of a database */
  choices: readonly string[]
}

const HELPED = new Set([
  'table',
  'schema',
  'strategyBy',
  'strategyColumn',
  'strategyOverlapSeconds',
  'strategyOverlapRows',
  'key',
  'tls',
  'zone',
  'whole',
  'rows',
  'paginationPath',
  'incremental',
  'incrementalParameter',
  'incrementalColumn',
  'headers',
  'secretHeader',
  'broker',
  'type',
  'q',
  'topic',
  'paginationParameter',
  'paginationSizeParameter',
  'url',
  'charset',
])

const Setting = ({ asked, draft, onDraft, wrong, secrets, choices, kind }: Props & { asked: Asked }) => {
  const t = useWords()
  const { path, as } = asked
  const word = wordKey(path)
  const value = draft[path] ?? ''
  const set = (text: string) => onDraft({ ...draft, [path]: text })
  const help =
    as === 'secret' && secrets.some((name) => name === 'password' || name.startsWith('header.'))
      ? t('exchange.secretKept')
      : word === 'url'
        ? t(`exchange.help.url-${kind}`)
        : HELPED.has(word)
          ? t(`exchange.help.${word}`)
          : undefined
  const shared = { label: t(`exchange.field.${word}`), help, error: wrong(path), optional: !asked.needed && as !== 'choice' }
  if (as === 'check')
    return (
      <div className="hc-check">
        <label>
          <input type="checkbox" checked={value === 'true'} onChange={(event) => set(String(event.target.checked))} />
          {shared.label}
        </label>
        {help && <span className="hh-field-help">{help}</span>}
      </div>
    )
  if (as === 'choice')
    return (
      <ChoiceField
        {...shared}
        value={value}
        options={(asked.options ?? []).map((option) => ({
          value: option,
          label: t(`exchange.option.${word}.${option === '' ? 'auto' : option === '\t' ? 'tab' : option}`),
        }))}
        onChange={set}
      />
    )
  if (as === 'secret')
    return (
      <Field {...shared}>
        {(spoken) => (
          <input
            {...spoken}
            className="hh-input"
            type="password"
            autoComplete="new-password"
            value={value}
            onChange={(event) => set(event.target.value)}
          />
        )}
      </Field>
    )
  const list = path === 'settings.table' || path === 'settings.sheet' ? choices : []
  return (
    <TextField
      {...shared}
      value={value}
      onChange={set}
      mono={as === 'headers' || as === 'lines' || path === 'settings.url'}
      {...(as === 'headers' || as === 'lines' ? { lines: 3 } : {})}
      {...(list.length > 0 ? { list } : {})}
    />
  )
}

export const SettingsFields = (props: Props) => {
  const t = useWords()
  const shown = shownOf(props.kind, props.draft)
  const plain = shown.filter(({ rare }) => !rare)
  const rare = shown.filter((asked) => asked.rare)
  const wrongInside = rare.some(({ path }) => props.wrong(path))
  return (
    <>
      <div className="hc-settings">
        {plain.map((asked) => (
          <Setting key={asked.path} asked={asked} {...props} />
        ))}
      </div>
      {rare.length > 0 && (
        <details className="hc-more" open={wrongInside || undefined}>
          <summary>{t('exchange.moreSettings')}</summary>
          <div className="hc-settings">
            {rare.map((asked) => (
              <Setting key={asked.path} asked={asked} {...props} />
            ))}
          </div>
        </details>
      )}
    </>
  )
}
