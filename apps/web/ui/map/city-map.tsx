/**
 * Areas as calm surfaces, one measure at a time, labels that never overlap, points that cluster, a pin to pick a place.
 * The caller shows the same content as a list beside it (RegionList), for keyboards and for who cannot see the map.
 */
import type { AlertLevel } from '@haihe/contract'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { IconButton } from '../button.tsx'
import { Bone } from '../faces.tsx'
import { useWords } from '../i18n.ts'
import { Icon } from '../icon.tsx'
import { tokenColour, useLook } from '../token-colour.ts'
import { AreaSketch } from './area-sketch.tsx'
import type { FillToken } from './choropleth.ts'
import './city-map.css'
import { type EngineEvents, loadEngine, type MapEngine } from './engine.ts'
import { boundsOf, type LonLat, type Outlines } from './geo.ts'
import { MapLabels } from './map-labels.tsx'
import { MapPoints } from './map-points.tsx'

export interface AreaFill {
  fill: FillToken
  /** the value as people read it, shown under the name */
  text: string
  /** a second line of the tip: band, freshness */
  note?: string
  stale?: boolean
  /** level of the worst open alert inside, marked beside the name */
  alert?: AlertLevel
}

export interface MapPoint {
  id: string
  lon: number
  lat: number
  /** spoken name and tip */
  label: string
  level?: AlertLevel | null
}

export interface CityMapProps {
  label: string
  outlines: Outlines | undefined
  /** by region code; areas without one are drawn empty */
  fills?: ReadonlyMap<string, AreaFill>
  selected?: string | null
  onSelect?: (code: string) => void
  points?: readonly MapPoint[]
  currentPoint?: string | null
  onPoint?: (id: string) => void
  /** picking: a pin stays in the middle and the map moves below it; called when the map comes to rest */
  onPick?: (at: LonLat) => void
  /** where the picking starts, or jumps to (a new array moves the map) */
  pickAt?: LonLat | null
  /** px kept free around the outlines */
  padding?: number
  /** key of what is shown: when it changes the map fits the outlines anew */
  fitKey?: string
  children?: ReactNode
}

/** a level over a whole district is loud enough at this */
const LEVEL_OPACITY = 0.78

/** from the whole city down to where single streets can be told apart */
const PICK_STEPS = 5
/** How far to zoom in until a kilometre is wide enough to point at a street corner; 0 when it is already. */
const stepsToStreet = (engine: MapEngine, [lon, lat]: LonLat): number => {
  const [left] = engine.project([lon, lat])
  const [right] = engine.project([lon + 0.0116, lat])
  return Math.max(0, Math.log2(150 / Math.max(1e-6, right - left)))
}

const NO_FILLS: ReadonlyMap<string, AreaFill> = new Map()

export const CityMap = (props: CityMapProps) => {
  const {
    label,
    outlines,
    fills = NO_FILLS,
    selected = null,
    points,
    currentPoint,
    onPoint,
    onPick,
    pickAt,
    padding = 24,
    children,
  } = props
  const t = useWords()
  const look = useLook()
  const ground = useRef<HTMLDivElement>(null)
  const [engine, setEngine] = useState<MapEngine | null>(null)
  /** counts movements, so that what lies over the map is placed anew */
  const [moves, setMoves] = useState(0)
  const [painted, setPainted] = useState(false)
  const [tip, setTip] = useState<{ code: string; x: number; y: number } | null>(null)
  const latest = useRef(props)
  latest.current = props
  const made = useRef<MapEngine | null>(null)

  useEffect(() => {
    const element = ground.current
    if (!element) return
    let gone = false
    let frame = 0
    const redraw = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => setMoves((count) => count + 1))
    }
    const events: EngineEvents = {
      moved: (byPerson, settled) => {
        redraw()
        if (settled && byPerson && made.current) latest.current.onPick?.(made.current.centre())
      },
      clicked: (code, at) => {
        if (latest.current.onPick && made.current) {
          made.current.centreOn(at, Math.min(2, stepsToStreet(made.current, at)))
          latest.current.onPick(at)
        } else if (code) latest.current.onSelect?.(code)
      },
      hovered: (code, x, y) => setTip(code ? { code, x, y } : null),
      painted: () => setPainted(true),
    }
    void loadEngine().then((create) => {
      if (gone) return
      made.current = create(element, latest.current.label, events)
      setEngine(made.current)
    })
    return () => {
      gone = true
      cancelAnimationFrame(frame)
      made.current?.destroy()
      made.current = null
      setEngine(null)
      setPainted(false)
    }
  }, [])

  const bounds = useMemo(() => (outlines ? boundsOf(outlines.features) : null), [outlines])
  const fitKey = props.fitKey ?? outlines?.features[0]?.properties.code
  useEffect(() => {
    if (engine && outlines) engine.setOutlines(outlines)
  }, [engine, outlines])
  // biome-ignore lint/correctness/useExhaustiveDependencies: fits once per view and at resize, not at every new outline object
  useEffect(() => {
    if (!engine || !bounds || !ground.current) return
    const fit = () => engine.fit(bounds, padding)
    fit()
    if (latest.current.pickAt) engine.centreOn(latest.current.pickAt, PICK_STEPS)
    if (latest.current.onPick) return
    const watch = new ResizeObserver(fit)
    watch.observe(ground.current)
    return () => watch.disconnect()
  }, [engine, fitKey, bounds === null, padding])
  const jumped = useRef<LonLat | null>(pickAt ?? null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: moves when the place to start from changes, not with the outlines
  useEffect(() => {
    if (!engine || !bounds || !pickAt || jumped.current === pickAt) return
    jumped.current = pickAt
    engine.fit(bounds, padding)
    engine.centreOn(pickAt, PICK_STEPS)
  }, [engine, pickAt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look changes what the tokens resolve to
  useEffect(() => {
    engine?.setAreas(
      (outlines?.features ?? []).map(({ properties: { code } }) => {
        const area = fills.get(code)
        return {
          code,
          fill: tokenColour(area?.fill ?? '--ramp-none'),
          opacity: area?.stale ? 0.45 : area?.fill.startsWith('--alert') ? LEVEL_OPACITY : area ? 0.92 : 0.6,
        }
      }),
      { line: tokenColour('--map-line'), strong: tokenColour('--map-line-strong') },
    )
  }, [engine, outlines, fills, look])
  useEffect(() => engine?.setSelected(selected), [engine, selected])

  const tipArea = tip && fills.get(tip.code)
  const tipName = tip && outlines?.features.find(({ properties }) => properties.code === tip.code)?.properties.name
  return (
    <div className="hh-map">
      {!outlines && <Bone height="100%" />}
      <div ref={ground} className="hh-map-ground" />
      <div className="hh-map-over">
        {engine && outlines && !painted && <AreaSketch engine={engine} outlines={outlines} fills={fills} moves={moves} />}
        {engine && outlines && (
          <MapLabels
            engine={engine}
            outlines={outlines}
            fills={fills}
            selected={selected}
            moves={moves}
            look={look}
            {...(!onPick && props.onSelect ? { onSelect: props.onSelect } : {})}
          />
        )}
        {engine && points && (
          <MapPoints
            engine={engine}
            points={points}
            current={currentPoint ?? null}
            moves={moves}
            {...(onPoint ? { onPoint } : {})}
          />
        )}
        {tip && tipName && (
          <div
            className="hh-map-tip"
            style={{ transform: `translate(${tip.x}px, ${tip.y}px) translate(-50%, calc(-100% - 14px))` }}
          >
            {tipName}
            {tipArea && <b>{tipArea.text}</b>}
            {tipArea?.note && <small>{tipArea.note}</small>}
          </div>
        )}
      </div>
      {onPick && (
        <span className="hh-map-pin">
          <Icon name="pin" size="3rem" />
        </span>
      )}
      <div className="hh-map-tools">
        <IconButton icon="plus" label={t('map.zoomIn')} onPress={() => engine?.zoomBy(1)} />
        <IconButton icon="minus" label={t('map.zoomOut')} onPress={() => engine?.zoomBy(-1)} />
        {!onPick && <IconButton icon="map" label={t('map.fit')} onPress={() => bounds && engine?.fit(bounds, padding)} />}
      </div>
      <span className="hh-spoken">
        {label}。{t('map.hint')}
      </span>
      {children}
    </div>
  )
}
