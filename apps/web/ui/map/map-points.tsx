import { Button } from 'react-aria-components/Button'
import { useWords } from '../i18n.ts'
import type { MapPoint } from './city-map.tsx'
import { clusterPoints } from './cluster.ts'
import type { MapEngine } from './engine.ts'

const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const
/** px; a bubble and the space around it */
const BUCKET = 44

export interface MapPointsProps {
  engine: MapEngine
  points: readonly MapPoint[]
  current: string | null
  moves: number
  onPoint?: (id: string) => void
}

/** Points as buttons, clustered while they would touch; a cluster wears the worst level inside and opens by zooming. */
export const MapPoints = ({ engine, points, current, onPoint }: MapPointsProps) => {
  const t = useWords()
  const { width, height } = engine.size()
  const placed = points
    .map((point) => {
      const [x, y] = engine.project([point.lon, point.lat])
      return { ...point, x, y }
    })
    .filter(({ x, y }) => x > -BUCKET && y > -BUCKET && x < width + BUCKET && y < height + BUCKET)
  return clusterPoints(placed, BUCKET).map(({ id, x, y, members }) => {
    const level = LEVELS.findLast((each) => members.some((point) => point.level === each))
    const only = members.length === 1 ? members[0] : undefined
    const name = only?.label ?? t('map.cluster', { count: members.length })
    return (
      <Button
        key={id}
        className="hh-map-point"
        aria-label={name}
        data-level={level}
        data-current={members.some((point) => point.id === current) || undefined}
        style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
        onPress={() => {
          if (only) onPoint?.(only.id)
          else engine.centreOn([mean(members, 'lon'), mean(members, 'lat')], 2)
        }}
      >
        {only ? (level ? '!' : '') : members.length}
      </Button>
    )
  })
}

const mean = (members: readonly MapPoint[], part: 'lon' | 'lat') =>
  members.reduce((sum, point) => sum + point[part], 0) / members.length
