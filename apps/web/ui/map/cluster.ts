/** Points that would touch on the screen become one bubble. Grid buckets: linear in the number of points. */
export interface ScreenPoint {
  id: string
  x: number
  y: number
}
export interface Cluster<T extends ScreenPoint> {
  id: string
  x: number
  y: number
  members: T[]
}

/** `size`: side of a bucket in px. A cluster sits at the middle of its members. */
export const clusterPoints = <T extends ScreenPoint>(points: readonly T[], size: number): Cluster<T>[] => {
  const buckets = new Map<string, T[]>()
  for (const point of points) {
    const key = `${Math.floor(point.x / size)}:${Math.floor(point.y / size)}`
    const bucket = buckets.get(key)
    if (bucket) bucket.push(point)
    else buckets.set(key, [point])
  }
  return [...buckets].map(([key, members]) => ({
    id: members.length === 1 ? (members[0] as T).id : `cluster ${key}`,
    x: members.reduce((sum, point) => sum + point.x, 0) / members.length,
    y: members.reduce((sum, point) => sum + point.y, 0) / members.length,
    members,
  }))
}
