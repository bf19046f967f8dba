import { useMemo } from 'react'
import type { AreaFill } from './city-map.tsx'
import type { MapEngine } from './engine.ts'
import { type LonLat, type Outlines, polygonsOf } from './geo.ts'

/** The areas as plain paths, shown until the drawing engine has painted for the first time: a slow GPU leaves no empty map. */
export const AreaSketch = ({
  engine,
  outlines,
  fills,
  moves,
}: {
  engine: MapEngine
  outlines: Outlines
  fills: ReadonlyMap<string, AreaFill>
  moves: number
}) => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: every movement projects anew
  const paths = useMemo(
    () =>
      outlines.features.map(({ properties: { code }, geometry }) => {
        const rings = polygonsOf(geometry).flat()
        const path = rings.map(
          (ring) =>
            `M${ring
              .map((point) =>
                engine
                  .project(point as LonLat)
                  .map(Math.round)
                  .join(' '),
              )
              .join('L')}Z`,
        )
        return { code, path: path.join('') }
      }),
    [engine, outlines, moves],
  )
  return (
    <svg aria-hidden>
      {paths.map(({ code, path }) => (
        <path
          key={code}
          d={path}
          fill={`var(${fills.get(code)?.fill ?? '--ramp-none'})`}
          fillOpacity="0.85"
          stroke="var(--map-line)"
        />
      ))}
    </svg>
  )
}
