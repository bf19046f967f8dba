/** The last thirty days of a row in sight; asked for when the row is drawn, and kept. */
import type { QualityTrend } from '@haihe/contract'
import { useApi } from '../../ui/queries.ts'
import { Sparkline } from '../../ui/sparkline.tsx'

export const TrendCell = ({ path }: { path: string }) => {
  const trend = useApi<QualityTrend>(path, { days: 30 }, { staleTime: 600_000 })
  const points = trend.data?.points ?? []
  if (points.length < 2) return <span className="hc-note">—</span>
  return (
    <span className="hc-spark-cell">
      <Sparkline values={points.map(({ score }) => score)} height={22} />
    </span>
  )
}
