/** Names and values over the areas, as HTML in the page's own font: no glyph server, sharp on a wall. */
import { useMemo } from 'react'
import { AlertMark } from '../badges.tsx'
import { remSize } from '../token-colour.ts'
import type { AreaFill } from './city-map.tsx'
import type { MapEngine } from './engine.ts'
import { areaSize, boundsOf, labelPoint, type Outlines } from './geo.ts'
import { placeInset } from './inset.ts'
import { type LabelWish, placeLabels, textWidth } from './labels.ts'
import { MapInset } from './map-inset.tsx'

export interface MapLabelsProps {
  engine: MapEngine
  outlines: Outlines
  fills: ReadonlyMap<string, AreaFill>
  selected: string | null
  moves: number
  look: string
  onSelect?: (code: string) => void
}

/** Above this many areas labels stay on their own points: lines back would become a web. */
const FEW = 24

/** 花园路社区居委会 → 花园路社区: on a map the place is meant, not its committee */
export const shortName = (name: string): string => name.replace(/(社区|村)(居民委员会|居委会|村民委员会|委员会|委会)$/, '$1')

/** Size in px of the label of an area: its name, its value below. */
export const labelSize = (name: string, area: AreaFill | undefined, rem: number): { width: number; height: number } => ({
  width: Math.max(textWidth(name, rem * 0.8125) + (area?.alert ? rem * 1.5 : 0), textWidth(area?.text ?? '', rem * 0.875, 600)),
  height: rem * (area?.text ? 2.1 : 1.1),
})

export const AreaLabel = ({ name, area }: { name: string; area: AreaFill | undefined }) => (
  <>
    <span>
      {area?.alert && <AlertMark level={area.alert} />}
      {name}
    </span>
    {area?.text && <b>{area.text}</b>}
  </>
)

interface Wish extends LabelWish {
  /** the area is large enough on the screen to hold its label */
  fits: boolean
}

export const MapLabels = ({ engine, outlines, fills, selected, moves, look, onSelect }: MapLabelsProps) => {
  const places = useMemo(
    () =>
      outlines.features.map((area) => ({
        code: area.properties.code,
        name: shortName(area.properties.name),
        at: labelPoint(area),
        size: areaSize(area),
        bounds: boundsOf([area]) ?? ([0, 0, 0, 0] as const),
      })),
    [outlines],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: every movement places the labels anew, a new look measures them anew
  const { labels, inset } = useMemo(() => {
    const rem = remSize()
    const view = engine.size()
    const wishes = places.map(({ code, name, at, size, bounds }): Wish => {
      const [x, y] = engine.project(at)
      const [left, top] = engine.project([bounds[0], bounds[3]])
      const [right, bottom] = engine.project([bounds[2], bounds[1]])
      const { width, height } = labelSize(name, fills.get(code), rem)
      const fits = right - left > width * 0.9 && bottom - top > height * 1.1
      return { id: code, x, y, width, height, fits, priority: (code === selected ? 1e9 : 0) + (fits ? 1e6 : 0) + size }
    })
    const tight = wishes
      .filter(({ fits, x, y }) => !fits && x > 0 && y > 0 && x < view.width && y < view.height)
      .map(({ id }) => id)
    const placed = onSelect ? placeInset(engine, outlines, tight, rem) : null
    const labels = placeLabels(placed ? wishes.filter(({ id }) => !placed.codes.includes(id)) : wishes, view, {
      rings: places.length <= FEW ? 9 : 1,
      blocked: placed ? [placed.box] : [],
    })
    return { labels, inset: placed }
  }, [places, fills, selected, engine, moves, look, onSelect === undefined])
  const nameOf = new Map(places.map((place) => [place.code, place.name]))
  return (
    <>
      <svg aria-hidden>
        {labels.map(
          ({ id, x, y, anchor }) =>
            anchor && (
              <g key={id} stroke="var(--ink-3)" fill="var(--ink-3)" strokeWidth="1">
                <path d={`M${anchor.x} ${anchor.y}L${x} ${y}`} opacity="0.7" />
                <circle cx={anchor.x} cy={anchor.y} r="2" />
              </g>
            ),
        )}
        {inset && (
          <g stroke="var(--ink-3)" fill="none" strokeWidth="1" opacity="0.8">
            <rect
              x={inset.frame.left}
              y={inset.frame.top}
              width={inset.frame.right - inset.frame.left}
              height={inset.frame.bottom - inset.frame.top}
            />
            <path d={inset.line} opacity="0.5" />
          </g>
        )}
      </svg>
      {labels.map(({ id, x, y, anchor }) => (
        <span
          key={id}
          className="hh-map-label"
          aria-hidden
          data-moved={anchor ? true : undefined}
          data-stale={fills.get(id)?.stale || undefined}
          style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
        >
          <AreaLabel name={nameOf.get(id) ?? ''} area={fills.get(id)} />
        </span>
      ))}
      {inset && onSelect && <MapInset outlines={outlines} inset={inset} fills={fills} onSelect={onSelect} look={look} />}
    </>
  )
}
