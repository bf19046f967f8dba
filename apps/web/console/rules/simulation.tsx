/** What a changed set of routing rules would have done to past cases, before anybody publishes it. */
import type { RoutingRule, RoutingSet, RoutingSimulation } from '@haihe/contract'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { instantOf, localMinute } from '../../ui/minute.ts'
import { useSession } from '../../ui/session.ts'
import { readJson } from '../lib/json-text.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Panel } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { RegionField, TextField, useSending } from '../parts/form.tsx'
import { JsonEditor } from '../parts/json.tsx'
import { useUnitName } from '../parts/names.ts'
import { RegionName } from '../parts/region-name.tsx'
import { Mono, Outcome } from '../parts/small.tsx'

const MONTH_MS = 30 * 86_400_000

type Difference = RoutingSimulation['differences'][number]

const Owner = ({ unit }: { unit: string | null }) => {
  const t = useWords()
  const name = useUnitName(unit)
  return <span title={unit ?? ''}>{unit ? name : t('routing.byHand')}</span>
}

const Result = ({ result }: { result: RoutingSimulation }) => {
  const t = useWords()
  const columns: Column<Difference>[] = [
    {
      id: 'caseNo',
      title: t('routing.case'),
      value: ({ caseNo }) => caseNo,
      cell: (one) => <a href={`/governance/cases/${one.id}`}>{one.caseNo}</a>,
      width: 11,
    },
    {
      id: 'was',
      title: t('routing.was'),
      value: ({ was }) => was ?? t('routing.byHand'),
      cell: ({ was }) => <Owner unit={was} />,
    },
    {
      id: 'wouldBe',
      title: t('routing.wouldBe'),
      value: ({ wouldBe }) => wouldBe ?? t('routing.byHand'),
      cell: ({ wouldBe }) => <Owner unit={wouldBe} />,
    },
    { id: 'rule', title: t('routing.name'), value: ({ rule }) => rule, cell: ({ rule }) => <Mono>{rule ?? '—'}</Mono>, from: 40 },
    {
      id: 'region',
      title: t('routing.place'),
      value: ({ region }) => region,
      cell: ({ region }) => <RegionName code={region} />,
      width: 9,
      from: 48,
    },
  ]
  return (
    <section className="hc-section">
      <div className="hc-counts">
        {(['cases', 'same', 'different', 'unrouted'] as const).map((name) => (
          <span key={name} className="hc-count">
            {t(`routing.result.${name}`)}
            <b>{formatFigure(result[name])}</b>
          </span>
        ))}
      </div>
      <p className="hc-note">{result.cases === 0 ? t('routing.noCases') : t('routing.resultHelp')}</p>
      {result.byRule.length > 0 && (
        <>
          <h3>{t('routing.byRule')}</h3>
          <ul className="hc-section">
            {result.byRule.slice(0, 8).map(({ rule, cases }) => (
              <li key={rule} className="hc-band">
                <Mono>{rule}</Mono> <b>{formatFigure(cases)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
      {result.differences.length > 0 && (
        <>
          <header>
            <h3>{t('routing.differences')}</h3>
            <ExportMenu name="routing-differences" columns={columns} rows={result.differences} />
          </header>
          <DataTable label={t('routing.differences')} columns={columns} rows={result.differences} keyOf={({ id }) => id} short />
        </>
      )}
    </section>
  )
}

export const Simulation = ({ set, rule, onClose }: { set: RoutingSet; rule: RoutingRule | undefined; onClose: () => void }) => {
  const t = useWords()
  const { scopes } = useSession()
  const top = scopes('routing.manage')[0] ?? '12'
  const sending = useSending()
  const [text, setText] = useState(() => JSON.stringify(rule ?? set.rules, null, 2))
  const [from, setFrom] = useState(() => localMinute(Date.now() - MONTH_MS))
  const [to, setTo] = useState(() => localMinute(Date.now()))
  const [region, setRegion] = useState<string | null>(null)
  const [result, setResult] = useState<RoutingSimulation | null>(null)
  const reading = readJson(text)
  const run = async () => {
    if (!reading.ok) return
    const fine = sending.check({
      from: instantOf(from) === undefined && t('routing.timeWrong'),
      to: (instantOf(to) === undefined || to <= from) && t('routing.timeWrong'),
    })
    if (!fine) return
    const rules = rule ? set.rules.map((one) => (one.id === rule.id ? reading.value : one)) : reading.value
    await sending.send(async () =>
      setResult(
        await post<RoutingSimulation>('/api/routing/simulate', {
          rules,
          from: instantOf(from),
          to: instantOf(to),
          ...(region ? { region } : {}),
        }),
      ),
    )
  }
  return (
    <Panel title={t(rule ? 'routing.tryRule' : 'routing.try')} above={rule && <Mono>{rule.id}</Mono>} onClose={onClose} form>
      <div className="hc-form">
        <p className="hc-note">{t(rule ? 'routing.tryRuleHelp' : 'routing.tryHelp')}</p>
        <JsonEditor label={t('routing.rules')} text={text} onChange={setText} onSend={() => void run()} rows={16} />
        <div className="hc-form-two">
          <TextField
            label={t('filter.from')}
            type="datetime-local"
            value={from}
            onChange={setFrom}
            error={sending.wrong('from')}
          />
          <TextField label={t('filter.to')} type="datetime-local" value={to} onChange={setTo} error={sending.wrong('to')} />
        </div>
        <RegionField label={t('routing.within')} top={top} finest={9} value={region} onChange={setRegion} clearable optional />
        {sending.wrong('rules') && <Outcome tone="bad">{sending.wrong('rules')}</Outcome>}
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
        <div className="hc-filters">
          <Button tone="primary" icon="play" pending={sending.busy} isDisabled={!reading.ok} onPress={() => void run()}>
            {t('routing.run')}
          </Button>
          <span className="hc-note">{t('routing.nothingChanges')}</span>
        </div>
      </div>
      {result && <Result result={result} />}
    </Panel>
  )
}
