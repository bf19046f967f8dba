/** Names and values over the areas, as HTML in the page's own font: no glyph server, sharp on a wall. */
import { useMemo } from 'react'
import { remSize } from '../token-colour.ts'
import type { AreaFill } from './city-map.tsx'
import type { MapEngine } from './engine.ts'
import { areaSize, labelPoint, type Outlines } from './geo.ts'
import { placeLabels, textWidth } from './labels.ts'

export interface MapLabelsProps {
  engine: MapEngine
  outlines: Outlines
  fills: ReadonlyMap<string, AreaFill>
  selected: string | null
  moves: number
  look: string
}

/** Above this many areas labels stay on their own points: lines back would become a web. */
const FEW = 24

export const MapLabels = ({ engine, outlines, fills, selected, moves, look }: MapLabelsProps) => {
  const places = useMemo(
    () =>
      outlines.features.map((area) => ({
        code: area.properties.code,
        name: area.properties.name,
        at: labelPoint(area),
        size: areaSize(area),
      })),
    [outlines],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: every movement places the labels anew, a new look measures them anew
  const labels = useMemo(() => {
    const rem = remSize()
    const wishes = places.map(({ code, name, at, size }) => {
      const [x, y] = engine.project(at)
      const value = fills.get(code)?.text ?? ''
      const width = Math.max(textWidth(name, rem * 0.8125), textWidth(value, rem * 0.875, 600))
      const worth = fills.get(code)?.fill.startsWith('--alert') ? 1e6 : 0
      return { id: code, x, y, width, height: rem * (value ? 2.1 : 1.1), priority: (code === selected ? 1e9 : 0) + worth + size }
    })
    return placeLabels(wishes, engine.size(), places.length <= FEW ? 9 : 1)
  }, [places, fills, selected, engine, moves, look])
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
      </svg>
      {labels.map(({ id, x, y, anchor }) => {
        const area = fills.get(id)
        return (
          <span
            key={id}
            className="hh-map-label"
            aria-hidden
            data-moved={anchor ? true : undefined}
            data-stale={area?.stale || undefined}
            style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
          >
            {nameOf.get(id)}
            {area?.text && <b>{area.text}</b>}
          </span>
        )
      })}
    </>
  )
}
