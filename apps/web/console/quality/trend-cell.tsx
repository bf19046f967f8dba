/** The last thirty days of a line, as its list brought them along. */
import type { QualityScoreItem } from '@haihe/contract'
import { Sparkline } from '../../ui/sparkline.tsx'

export const TREND_DAYS = 30

export const TrendCell = ({ of = [] }: { of: QualityScoreItem['trend'] }) => {
  if (of.length < 2) return <span className="hc-note">—</span>
  return (
    <span className="hc-spark-cell">
      <Sparkline values={of.map(({ score }) => score)} height={22} />
    </span>
  )
}
