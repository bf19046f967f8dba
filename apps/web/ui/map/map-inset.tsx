import { useMemo } from 'react'
import { remSize } from '../token-colour.ts'
import type { AreaFill } from './city-map.tsx'
import { type Area, boundsOf, type LonLat, labelPoint, type Outlines, polygonsOf, toMercator } from './geo.ts'
import type { Inset } from './inset.ts'
import { placeLabels } from './labels.ts'
import { AreaLabel, labelSize, shortName } from './map-labels.tsx'

export interface MapInsetProps {
  outlines: Outlines
  inset: Inset
  fills: ReadonlyMap<string, AreaFill>
  onSelect: (code: string) => void
  look: string
}

const PAD = 4

/** The enlargement itself: a still drawing, pressed like the map. The list beside the map serves the keyboard. */
export const MapInset = ({ outlines, inset, fills, onSelect, look }: MapInsetProps) => {
  const width = inset.box.right - inset.box.left
  const height = inset.box.bottom - inset.box.top
  const { areas, labels } = useMemo(() => {
    void look // type is measured anew when it changes size
    const rem = remSize()
    const [west, south, east, north] = inset.bounds
    const [left, top] = toMercator([west, north])
    const [right, bottom] = toMercator([east, south])
    const scale = Math.min((width - 2 * PAD) / (right - left), (height - 2 * PAD) / (bottom - top))
    const project = (at: LonLat): [number, number] => {
      const [x, y] = toMercator(at)
      return [width / 2 + (x - (left + right) / 2) * scale, height / 2 + (y - (top + bottom) / 2) * scale]
    }
    const pathOf = (area: Area) =>
      polygonsOf(area.geometry)
        .flat()
        .map(
          (ring) =>
            `M${ring
              .map(([lon = 0, lat = 0]) =>
                project([lon, lat])
                  .map((part) => part.toFixed(1))
                  .join(' '),
              )
              .join('L')}Z`,
        )
        .join('')
    // what touches the frame is drawn too, so that the enlargement is a view and not an island
    const near = outlines.features.filter((area) => {
      const [w, s, e, n] = boundsOf([area]) ?? [0, 0, 0, 0]
      return w < east && e > west && s < north && n > south
    })
    const drawn = near.map((area) => ({
      code: area.properties.code,
      name: area.properties.name,
      path: pathOf(area),
      inside: inset.codes.includes(area.properties.code),
    }))
    const wishes = near
      .filter((area) => inset.codes.includes(area.properties.code))
      .map((area) => {
        const [x, y] = project(labelPoint(area))
        return {
          id: area.properties.code,
          x,
          y,
          priority: 1,
          ...labelSize(shortName(area.properties.name), fills.get(area.properties.code), rem),
        }
      })
    return { areas: drawn, labels: placeLabels(wishes, { width, height }, { rings: 2 }) }
  }, [outlines, inset, fills, width, height, look])
  const nameOf = new Map(areas.map((area) => [area.code, area.name]))
  return (
    <div
      className="hh-map-inset"
      style={{ transform: `translate(${inset.box.left}px, ${inset.box.top}px)`, width, height }}
      aria-hidden
    >
      <svg width={width} height={height} aria-hidden>
        {areas.map(({ code, path, inside }) => {
          const area = fills.get(code)
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: hidden from assistive technology; the list beside the map does the same
            <path
              key={code}
              d={path}
              fill={`var(${area?.fill ?? '--ramp-none'})`}
              fillOpacity={inside ? (area?.stale ? 0.45 : area?.fill.startsWith('--alert') ? 0.78 : 0.92) : 0.35}
              stroke="var(--map-line)"
              onClick={() => onSelect(code)}
            />
          )
        })}
      </svg>
      {labels.map(({ id, x, y }) => (
        <span
          key={id}
          className="hh-map-label"
          data-stale={fills.get(id)?.stale || undefined}
          style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
        >
          <AreaLabel name={nameOf.get(id) ?? ''} area={fills.get(id)} />
        </span>
      ))}
    </div>
  )
}
