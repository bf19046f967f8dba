/** Time series as a line or bars: axes with units, gaps stay gaps, thresholds as dashed lines, a table one press away. */
import type { AlertLevel } from '@haihe/contract'
import { lazy, Suspense, useState } from 'react'
import { Button } from './button.tsx'
import './chart.css'
import { Bone } from './faces.tsx'
import { formatFigure, formatMoment } from './format.ts'
import { useWords } from './i18n.ts'
import { ScrollRegion } from './scroll-region.tsx'

export interface ChartPoint {
  /** ISO 8601 */
  at: string
  /** null is a gap */
  value: number | null
}
export interface ChartLine {
  name: string
  points: readonly ChartPoint[]
}
export interface ChartProps {
  /** the finding's measure, for instance «空气质量指数 · 和平区» */
  title: string
  unit: string
  precision?: number
  lines: readonly ChartLine[]
  kind?: 'line' | 'bar'
  thresholds?: readonly { value: number; level: AlertLevel | null; label: string }[]
  /** CSS length */
  height?: string
}

const Drawing = lazy(() => import('./chart-drawing.tsx'))

const ChartTable = ({ lines, unit, precision = 0 }: ChartProps) => {
  const t = useWords()
  const times = [...new Set(lines.flatMap((line) => line.points.map((point) => point.at)))].sort().reverse()
  const byTime = lines.map((line) => new Map(line.points.map((point) => [point.at, point.value])))
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('chart.time')}</th>
          {lines.map((line) => (
            <th key={line.name} scope="col">
              {line.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {times.map((at) => (
          <tr key={at}>
            <td>{formatMoment(at)}</td>
            {byTime.map((values, index) => {
              const value = values.get(at) ?? null
              return <td key={lines[index]?.name}>{value === null ? t('chart.gap') : formatFigure(value, unit, precision)}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export const Chart = (props: ChartProps) => {
  const t = useWords()
  const [asTable, setAsTable] = useState(false)
  const height = props.height ?? '15rem'
  return (
    <figure>
      <div className="hh-chart-head">
        <h3>{props.title}</h3>
        <Button size="small" tone="plain" icon={asTable ? 'chart' : 'table'} onPress={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.chart' : 'chart.table')}
        </Button>
      </div>
      {asTable ? (
        <ScrollRegion className="hh-chart-table" style={{ height }} label={props.title}>
          <ChartTable {...props} />
        </ScrollRegion>
      ) : (
        <div className="hh-chart-box" style={{ height }} role="img" aria-label={t('chart.label', { title: props.title })}>
          <Suspense fallback={<Bone height={height} />}>
            <Drawing {...props} />
          </Suspense>
        </div>
      )}
    </figure>
  )
}
