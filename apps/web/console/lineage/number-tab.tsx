/** One number: the rows it was made of, how each came, and the number computed again from them. */
import type { IndicatorList, NumberTrace, TraceRow } from '@haihe/contract'
import { scopesOf } from '@haihe/contract/permission'
import { useMemo, useState } from 'react'
import { ApiError } from '../../ui/api.ts'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ChoiceField, RegionField, useSending } from '../parts/form.tsx'
import { Exact, Facts, Foot, Moment, Outcome } from '../parts/small.tsx'
import { usePages } from '../parts/use-pages.ts'
import { Arrived } from './arrived.tsx'
import { GraphView } from './graph-view.tsx'
import './lineage.css'
import { type NodeRef, nodeHref, nodeOf } from './nodes.ts'
import { useTitle } from './place-words.ts'

const PAGE = 100

const plain = (value: number): string => String(Math.round(value * 1e6) / 1e6)

const useColumns = (): Column<TraceRow>[] => {
  const t = useWords()
  return useMemo(
    () => [
      { id: 'at', title: t('lineage.number.time'), width: 9, value: (row) => row.at, cell: (row) => <Exact at={row.at} /> },
      {
        id: 'what',
        title: t('lineage.number.what'),
        value: (row) => row.name,
        cell: (row) => <span title={row.subject ?? undefined}>{row.name}</span>,
      },
      {
        id: 'value',
        title: t('lineage.number.value'),
        align: 'end',
        width: 9,
        value: (row) => row.value,
        cell: (row) => (
          <>
            {plain(row.value)} <small className="hc-note">{row.kind === 'reading' && row.attribute}</small>
          </>
        ),
      },
      {
        id: 'counts',
        title: t('lineage.number.counts'),
        width: 8,
        from: 60,
        value: (row) => row.minutes ?? row.weight,
        cell: (row) =>
          row.minutes !== null
            ? t('lineage.number.minutes', { n: row.minutes })
            : row.weight !== null
              ? `÷ ${plain(row.weight)}`
              : row.side === 'weight'
                ? t('lineage.number.sideWeight')
                : '',
      },
      {
        id: 'source',
        title: t('lineage.number.source'),
        width: 12,
        from: 48,
        value: (row) => row.source,
        cell: (row) => (
          <>
            <ProvenanceBadge provenance={row.provenance} /> {row.source}
          </>
        ),
      },
      {
        id: 'came',
        title: t('lineage.number.came'),
        width: 20,
        value: (row) => row.arrival?.receivedAt ?? null,
        cell: (row) => <Arrived row={row} />,
      },
    ],
    [t],
  )
}

/** Does what the rows say agree with what the screen shows? Said in words first, before any row. */
const Verdict = ({ of }: { of: NumberTrace }) => {
  const t = useWords()
  const words = (value: number | null) => (value === null ? '—' : formatFigure(value, of.unit, of.precision))
  if (of.agrees === null) return <Outcome tone="bad">{t('lineage.number.partly', { count: of.total })}</Outcome>
  return (
    <Outcome tone={of.agrees ? 'good' : 'bad'}>
      {of.total === 0 && of.agrees
        ? t('lineage.number.none')
        : t(of.agrees ? 'lineage.number.agrees' : 'lineage.number.differs', {
            count: of.total,
            value: words(of.recomputed),
            shown: words(of.value),
          })}
    </Outcome>
  )
}

const Cells = ({ of }: { of: NumberTrace }) => {
  const t = useWords()
  if (of.cells.length === 0) return null
  return (
    <details className="hc-section">
      <summary>{t('lineage.number.cells', { count: of.cells.length })}</summary>
      <p className="hc-note">{t('lineage.number.cellsHelp')}</p>
      <table className="hc-plain-table">
        <thead>
          <tr>
            {(['window', 'from', 'to', 'count', 'sum', 'weight'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`lineage.number.cell.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.cells.map((cell) => (
            <tr key={`${cell.window} ${cell.from}`}>
              <td>{t(`time.window.${cell.window}`)}</td>
              <td>{cell.from ? <Moment at={cell.from} /> : t('lineage.number.earlier')}</td>
              <td>
                <Moment at={cell.to} />
              </td>
              <td>{plain(cell.count)}</td>
              <td>{plain(cell.sum)}</td>
              <td>{plain(cell.weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

const Drawn = ({ of, onCentre }: { of: NumberTrace; onCentre: (node: NodeRef) => void }) => {
  const t = useWords()
  const titleOf = useTitle()
  const graph = useMemo(
    () => ({ ...of.graph, nodes: of.graph.nodes.map((one) => ({ ...one, title: titleOf(one) })) }),
    [of.graph, titleOf],
  )
  if (graph.nodes.length < 2) return null
  const drawn = graph.nodes.filter(({ distance }) => distance === -1).length
  return (
    <section className="hc-number-graph">
      <h3>{t('lineage.number.graphOf', { n: drawn })}</h3>
      <GraphView graph={graph} title={t('lineage.number.graphOf', { n: drawn })} onCentre={onCentre} />
    </section>
  )
}

const Traced = ({
  indicator,
  region,
  at,
  onCentre,
}: {
  indicator: string
  region: string
  at: string | undefined
  onCentre: (node: NodeRef) => void
}) => {
  const t = useWords()
  const say = useText()
  const path = `/api/indicators/${encodeURIComponent(indicator)}/trace`
  // the server's own moment is kept, so that further pages speak of the same number
  const first = useApi<NumberTrace>(
    path,
    { region, limit: 1 },
    { enabled: at === undefined, staleTime: Number.POSITIVE_INFINITY },
  )
  const moment = at ?? first.data?.at
  const pages = usePages<TraceRow, NumberTrace>(
    path,
    { region, at: moment, limit: PAGE },
    { param: 'after', enabled: moment !== undefined },
  )
  const columns = useColumns()
  const error = first.error ?? pages.error
  if (error instanceof ApiError && [403, 404].includes(error.status))
    return (
      <Empty icon="search" title={t('lineage.number.gone')}>
        {t('lineage.number.goneHelp')}
      </Empty>
    )
  const found = pages.first
  if (error) return <Outcome tone="bad">{error.message}</Outcome>
  if (!found) return <LoadingRows rows={8} />
  return (
    <>
      <header className="hc-number">
        <h2>
          {found.regionName} · {say(found.title)} <strong>{formatFigure(found.value, found.unit, found.precision)}</strong>
        </h2>
        <Facts
          of={[
            found.from !== null && [
              t('lineage.number.window'),
              <span key="window">
                <Moment at={found.from} /> – <Moment at={found.to} />
              </span>,
            ],
            [t('lineage.number.moment'), <Moment key="at" at={found.at} />],
            [t('lineage.number.formula'), say(found.formula)],
          ]}
        />
        <Verdict of={found} />
        <p>
          <AppLink href={nodeHref({ kind: 'indicator', id: `${indicator}@${region}` })}>{t('lineage.number.draw')}</AppLink>
        </p>
      </header>
      <Drawn of={found} onCentre={onCentre} />
      <section className="hc-number-rows">
        <h3>{t('lineage.number.rows')}</h3>
        <DataTable
          label={t('lineage.number.rows')}
          columns={columns}
          rows={pages.items}
          keyOf={(row) => `${row.node} ${row.side} ${row.at} ${row.region}`}
          hrefOf={(row) => nodeHref(nodeOf(row.node) ?? { kind: 'indicator', id: `${indicator}@${region}` })}
          onOpen={(row) => {
            const node = nodeOf(row.node)
            if (node) onCentre(node)
          }}
          onEnd={pages.loadMore}
          total={found.total}
        />
        <Foot>{t('lineage.number.shown', { shown: pages.items.length, total: found.total })}</Foot>
      </section>
      <Cells of={found} />
    </>
  )
}

export const NumberTab = ({
  number,
  at,
  onNumber,
  onCentre,
}: {
  number: string | undefined
  at: string | undefined
  onNumber: (number: string) => void
  onCentre: (node: NodeRef) => void
}) => {
  const t = useWords()
  const say = useText()
  const { me } = useSession()
  const sending = useSending()
  const [known, knownRegion] = number?.split('@') ?? []
  const top = me ? (scopesOf(me.actor, 'lineage.read')[0] ?? '') : ''
  const [indicator, setIndicator] = useState(known ?? '')
  const [region, setRegion] = useState<string | null>(knownRegion ?? null)
  const indicators = useApi<IndicatorList>('/api/indicators', undefined, { staleTime: 300_000 })
  const place = region ?? top
  const trace = () => {
    if (sending.check({ indicator: indicator === '' && t('lineage.number.indicatorWrong') })) onNumber(`${indicator}@${place}`)
  }
  return (
    <div className="hc-number-tab">
      <form
        className="hc-number-form"
        onSubmit={(event) => {
          event.preventDefault()
          trace()
        }}
      >
        <ChoiceField
          label={t('lineage.number.indicator')}
          value={indicator}
          error={sending.wrong('indicator')}
          options={[
            { value: '', label: t('lineage.number.indicatorWrong') },
            ...(indicators.data?.items ?? []).map((one) => ({ value: one.id, label: say(one.title) })),
          ]}
          onChange={setIndicator}
        />
        {top !== '' && (
          <RegionField label={t('lineage.number.region')} value={place} onChange={setRegion} top={top} finest={12} />
        )}
        <Button tone="primary" icon="search" onPress={trace}>
          {t('lineage.number.go')}
        </Button>
      </form>
      {known && knownRegion ? (
        <Traced indicator={known} region={knownRegion} at={at} onCentre={onCentre} />
      ) : (
        <p className="hc-note">{t('lineage.number.help')}</p>
      )}
    </div>
  )
}
