/** The first rows as they would be held, and which would not be taken, with the reason. */
import { type Mapping, REJECT_REASONS, type Resource } from '@haihe/contract'
import { useState } from 'react'
import { useText, useWords } from '../../ui/i18n.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Segments } from '../parts/filters.tsx'
import type { Tried } from './mapping.ts'

const SHOWN = 20

export const TriedRows = ({
  resource,
  mapping,
  tried,
  header,
}: {
  resource: Resource
  mapping: Mapping
  tried: Tried
  /** the first line is no row */
  header: boolean
}) => {
  const t = useWords()
  const say = useText()
  const [which, setWhich] = useState<'all' | 'rejected'>('all')
  const bad = tried.rows.length - tried.taken
  const rows = (which === 'all' ? tried.rows : tried.rows.filter(({ problems }) => problems.length > 0)).slice(0, SHOWN)
  const fields = resource.fields.flatMap((field, at) => (mapping.fields[field.name] ? [{ field, at }] : []))
  const titleOf = (name: string | null) => resource.fields.find((field) => field.name === name)?.title ?? ''
  return (
    <section className="hc-section" aria-labelledby="tried">
      <header className="hc-filters">
        <h3 id="tried">
          <span role="status">{t('exchange.tried', { rows: tried.rows.length, taken: tried.taken, bad })}</span>
        </h3>
        <Segments
          label={t('exchange.whichRows')}
          value={which}
          options={[
            { value: 'all', label: t('filter.all'), count: tried.rows.length },
            { value: 'rejected', label: t('exchange.wouldReject'), count: bad },
          ]}
          onChange={setWhich}
        />
      </header>
      {tried.reasons.length > 0 && (
        <ul className="hc-reasons" aria-label={t('exchange.reasons')}>
          {tried.reasons.slice(0, 8).map(({ field, reason, n }) => (
            <li key={`${field} ${reason}`}>
              {titleOf(field)} {say(REJECT_REASONS[reason])} <b>{n}</b>
            </li>
          ))}
        </ul>
      )}
      <ScrollRegion className="hc-preview hc-tried" label={t('exchange.preview')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('exchange.line')}</th>
              {fields.map(({ field }) => (
                <th key={field.name} scope="col">
                  {field.title}
                </th>
              ))}
              <th scope="col">{t('exchange.why')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, values, problems }) => (
              <tr key={line} data-bad={problems.length > 0 || undefined}>
                <td>{header ? line + 1 : line}</td>
                {fields.map(({ field, at }) => {
                  const problem = problems.find(({ field: name }) => name === field.name)
                  return (
                    <td key={field.name} data-bad={problem !== undefined || undefined}>
                      {values[at] ?? '—'}
                    </td>
                  )
                })}
                <td>
                  {problems.map(({ field, reason }) => `${titleOf(field)} ${say(REJECT_REASONS[reason])}`.trim()).join('；') ||
                    '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}
