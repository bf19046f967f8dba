/** The sections of an explanation. */
import type { Explanation, Rule, Tile } from '@haihe/contract'
import { ProvenanceBadge } from '../ui/badges.tsx'
import { formatAgo, formatFigure, formatMoment } from '../ui/format.ts'
import { useText, useWords } from '../ui/i18n.ts'
import { RegionList } from '../ui/map/region-list.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { useNow } from '../ui/use-now.ts'
import { useView } from './view.ts'

const plainNumber = (value: number) => formatFigure(value, '', Number.isInteger(value) ? 0 : 2)

/** The inputs are readings in their own unit, which need not be the indicator's (places, not the share of places). */
export const Inputs = ({ partial }: Pick<Explanation, 'partial'>) => {
  const t = useWords()
  if (!partial) return <p className="cp-dim">{t('explain.noInputs')}</p>
  const facts = (['count', 'sum', 'min', 'max', 'last'] as const).flatMap((name) => {
    const amount = partial[name]
    return amount === null ? [] : [{ name, text: plainNumber(amount) }]
  })
  return (
    <dl className="cp-facts">
      {facts.map(({ name, text }) => (
        <div key={name}>
          <dt>{t(`explain.${name}`)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

const plainValue = (value: Rule['value']): string => {
  if (Array.isArray(value)) return value.map(plainValue).join(', ')
  if (value === null || typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, each]) => `${name} ${plainValue(each)}`)
    .join('; ')
}

/** A value of a rule as people read it: numbers and texts plain, tables as rows of name and value. */
export const RuleValue = ({ value, unit }: { value: Rule['value']; unit: string }) => {
  if (value === null || typeof value !== 'object')
    return (
      <b>
        {String(value)} {unit}
      </b>
    )
  const rows = Array.isArray(value) ? value.map((each, index) => [String(index + 1), each] as const) : Object.entries(value)
  return (
    <ScrollRegion className="cp-rule-table" label={unit || 'value'}>
      <table>
        <tbody>
          {rows.map(([name, each]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{plainValue(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

export const Rules = ({ rules }: { rules: readonly Rule[] }) => {
  const t = useWords()
  const say = useText()
  if (rules.length === 0) return null
  return (
    <section>
      <h3>{t('explain.rules')}</h3>
      <ul className="cp-rules">
        {rules.map((rule) => (
          <li key={`${rule.id} ${rule.region} ${rule.from}`}>
            <strong>{say(rule.title)}</strong>
            <RuleValue value={rule.value} unit={rule.unit} />
            <p>
              <span className="hh-badge" data-kind={rule.official ? 'local' : 'simulated'}>
                {t(rule.official ? 'explain.official' : 'explain.default')}
              </span>{' '}
              {rule.basis}
            </p>
            <p className="cp-dim">
              {rule.to ? t('explain.fromTo', { from: rule.from, to: rule.to }) : t('explain.from', { from: rule.from })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

export const Sources = ({ sources }: Pick<Explanation, 'sources'>) => {
  const t = useWords()
  const now = useNow()
  return (
    <section>
      <h3>{t('explain.sources')}</h3>
      {sources.length === 0 && <p className="cp-dim">{t('explain.noSources')}</p>}
      <ul className="cp-sources">
        {sources.map((source) => (
          <li key={source.id}>
            <span>{source.title}</span>
            <ProvenanceBadge provenance={source.provenance} />
            <small>{source.lastSeen ? formatAgo(source.lastSeen, now) : t('explain.neverSeen')}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

export const Parts = ({ parts, tile }: { parts: Explanation['parts']; tile: Tile }) => {
  const t = useWords()
  const { go } = useView()
  if (parts.length === 0) return null
  const rows = parts.map((part) => ({
    code: part.region,
    name: `${part.name} · ${t('explain.inputs', { count: part.count })}`,
    value: part.value,
    text: part.value === null ? t('chart.gap') : formatFigure(part.value, tile.unit, tile.precision),
  }))
  return (
    <section>
      <h3>{t('explain.parts')}</h3>
      <RegionList label={t('explain.parts')} rows={rows} onSelect={(code) => go({ region: code })} />
    </section>
  )
}

export const Records = ({ records }: Pick<Explanation, 'records'>) => {
  const t = useWords()
  const now = useNow()
  return (
    <section>
      <h3>
        {t('explain.records')} <small className="cp-note">{t('explain.recordsNote', { count: records.length })}</small>
      </h3>
      {records.length === 0 ? (
        <p className="cp-dim">{t('explain.noRecords')}</p>
      ) : (
        <ScrollRegion className="cp-records" label={t('explain.records')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('chart.time')}</th>
                <th scope="col">{t('explain.object')}</th>
                <th scope="col">{t('chart.value')}</th>
                <th scope="col">{t('explain.source')}</th>
              </tr>
            </thead>
            <tbody>
              {records.map((record) => (
                <tr key={`${record.entity} ${record.attribute} ${record.at}`}>
                  <td>{formatMoment(record.at, now)}</td>
                  <td title={record.entity}>{record.name}</td>
                  <td>
                    {plainNumber(record.value)} <span className="cp-note">{record.attribute}</span>
                  </td>
                  <td>
                    <ProvenanceBadge provenance={record.provenance} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  )
}
