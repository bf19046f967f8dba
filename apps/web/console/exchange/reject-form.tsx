/** One rejected row: its columns to correct, and at once whether it would be taken now. */
import { type ConnectorView, compileCheck, isRejected, mappedColumns, type RejectView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { Field, useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { readAnew } from './exchange.ts'
import { useResource } from './lists.ts'
import { useReasonWords } from './rejects-tab.tsx'
import { useWorld } from './use-world.ts'

export const RejectForm = ({
  connector,
  reject,
  onDone,
  onBack,
}: {
  connector: ConnectorView
  reject: RejectView
  /** on to the next one */
  onDone: () => void
  onBack: () => void
}) => {
  const t = useWords()
  const client = useQueryClient()
  const sending = useSending()
  const entry = useResource(connector.resource)
  const { world, waiting } = useWorld(entry.data?.resource, connector.settings.zone)
  const reasonOf = useReasonWords(connector.resource)
  const [content, setContent] = useState(reject.content)
  const { mapping } = connector
  const columns = Object.keys(content)
  const check = entry.data && world && compileCheck(entry.data.resource, mapping, columns, world)
  const outcome = check?.(columns.map((name) => content[name] ?? null))
  const changed = Object.fromEntries(Object.entries(content).filter(([name, value]) => value !== reject.content[name]))
  const dirty = Object.keys(changed).length > 0
  const asking = waiting()
  const problems = outcome === undefined || (asking && !dirty) ? reject.problems : isRejected(outcome) ? outcome : []
  const wrong = new Map(
    problems.flatMap((problem) => {
      const column = problem.field === null ? null : mapping.fields[problem.field]?.column
      return column ? [[column, problem] as const] : []
    }),
  )
  const used = new Set(mappedColumns(mapping))
  // what is wrong first, then what the mapping reads, then the rest; the order stays while one types
  const [order] = useState(() =>
    [...columns].sort((a, b) => Number(wrong.has(b)) - Number(wrong.has(a)) || Number(used.has(b)) - Number(used.has(a))),
  )
  const path = `/api/connectors/${connector.id}/rejects`
  const save = async (again: boolean) => {
    const fine = await sending.send(async () => {
      if (dirty) await request('PATCH', `${path}/${reject.id}`, { body: { content: changed } })
      if (again) await post(`${path}/replay`, { ids: [reject.id] })
    })
    await readAnew(client)
    if (!fine) return
    toast(t(again ? 'exchange.replaying' : 'exchange.wasCorrected'))
    onDone()
  }
  const discard = async () => {
    const fine = await sending.send(() => post(`${path}/discard`, { ids: [reject.id] }))
    await readAnew(client)
    if (fine) onDone()
  }
  return (
    <div className="hc-section">
      <div className="hc-filters">
        <Button size="small" icon="list" onPress={onBack}>
          {t('exchange.backToRejects')}
        </Button>
        <span className="hc-note">{t('exchange.rejectLine', { line: reject.line, run: reject.run })}</span>
      </div>
      {problems.length > 0 ? (
        <Outcome tone="bad">
          {problems.map((problem) => (
            <span key={`${problem.field} ${problem.reason}`}>
              {reasonOf(problem)}
              {problem.detail && <span className="hc-mono"> {problem.detail}</span>}
            </span>
          ))}
        </Outcome>
      ) : (
        !asking && <Outcome tone="good">{t('exchange.wouldTake')}</Outcome>
      )}
      <div className="hc-form">
        {order.map((name) => {
          const problem = wrong.get(name)
          return (
            <Field
              key={name}
              label={name}
              error={problem && reasonOf(problem)}
              help={used.has(name) ? undefined : t('exchange.notMapped')}
            >
              {(spoken) => (
                <input
                  {...spoken}
                  className="hh-input"
                  value={content[name] ?? ''}
                  readOnly={reject.state !== 'open'}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => setContent({ ...content, [name]: event.target.value || null })}
                />
              )}
            </Field>
          )
        })}
      </div>
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      {reject.state === 'open' && (
        <div className="hc-filters">
          <Button tone="primary" size="small" pending={sending.busy} onPress={() => void save(true)}>
            {t(dirty ? 'exchange.saveAndReplay' : 'exchange.replayOne')}
          </Button>
          <Button size="small" isDisabled={!dirty || sending.busy} onPress={() => void save(false)}>
            {t('exchange.saveOnly')}
          </Button>
          <Button size="small" isDisabled={sending.busy} onPress={() => void discard()}>
            {t('exchange.discard')}
          </Button>
        </div>
      )}
    </div>
  )
}
