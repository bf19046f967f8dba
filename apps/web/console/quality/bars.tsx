/** Six dimensions as small bars; the words are in the title and for readers. */
import { QUALITY_DIMENSION_NAMES, type QualityDimensionScore } from '@haihe/contract'
import { QUALITY_DIMENSIONS } from '@haihe/contract/quality-view'
import { useText } from '../../ui/i18n.ts'
import { scoreText } from './quality.ts'
import './quality.css'

export const DimensionBars = ({ of }: { of: readonly QualityDimensionScore[] }) => {
  const say = useText()
  const parts = QUALITY_DIMENSIONS.map((dimension) => ({
    dimension,
    score: of.find((one) => one.dimension === dimension)?.score ?? null,
  }))
  const words = parts.map(({ dimension, score }) => `${say(QUALITY_DIMENSION_NAMES[dimension])} ${scoreText(score)}`).join('，')
  return (
    <span className="hc-six" role="img" aria-label={words} title={words}>
      {parts.map(({ dimension, score }) => (
        <i key={dimension} data-none={score === null || undefined}>
          {score !== null && <b style={{ height: `${Math.max(4, score)}%` }} />}
        </i>
      ))}
    </span>
  )
}

/** A share as a bar beside its number. */
export const ShareBar = ({ share }: { share: number | null }) => (
  <span className="hc-share" aria-hidden>
    {share !== null && <b style={{ width: `${share * 100}%` }} />}
  </span>
)
