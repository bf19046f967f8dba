/**
 * Coordinates. The house stores CGCS2000 (EPSG:4490), equal to WGS84 (EPSG:4326) at the accuracy of maps. Data from
 * AutoNavi and Tencent comes in GCJ-02, from Baidu in BD-09; convert at the edge. Points are longitude, latitude.
 */
export type LonLat = readonly [number, number]

const AXIS = 6378245.0
const ECCENTRICITY = 0.006693421622965943
const BAIDU = (Math.PI * 3000) / 180

/** The published offset applies roughly to China's mainland only. */
const inChina = ([lon, lat]: LonLat): boolean => lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271

const waves = (value: number, amounts: readonly [number, number][]): number =>
  amounts.reduce((sum, [amount, divisor]) => sum + (amount * Math.sin((value / divisor) * Math.PI) * 2) / 3, 0)

const shiftLat = (x: number, y: number): number =>
  -100 +
  2 * x +
  3 * y +
  0.2 * y * y +
  0.1 * x * y +
  0.2 * Math.sqrt(Math.abs(x)) +
  waves(x, [
    [20, 1 / 6],
    [20, 1 / 2],
  ]) +
  waves(y, [
    [20, 1],
    [40, 3],
    [160, 12],
    [320, 30],
  ])

const shiftLon = (x: number, y: number): number =>
  300 +
  x +
  2 * y +
  0.1 * x * x +
  0.1 * x * y +
  0.1 * Math.sqrt(Math.abs(x)) +
  waves(x, [
    [20, 1 / 6],
    [20, 1 / 2],
    [20, 1],
    [40, 3],
    [150, 12],
    [300, 30],
  ])

export const wgs84ToGcj02 = (point: LonLat): [number, number] => {
  const [lon, lat] = point
  if (!inChina(point)) return [lon, lat]
  const radians = (lat / 180) * Math.PI
  const magic = 1 - ECCENTRICITY * Math.sin(radians) ** 2
  const root = Math.sqrt(magic)
  const dLat = (shiftLat(lon - 105, lat - 35) * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * root)) * Math.PI)
  const dLon = (shiftLon(lon - 105, lat - 35) * 180) / ((AXIS / root) * Math.cos(radians) * Math.PI)
  return [lon + dLon, lat + dLat]
}

/** Inverts a map that moves points only a little: step back by the miss until it is below 1e-9 degrees. */
const invert = (forward: (point: LonLat) => LonLat, target: LonLat): [number, number] => {
  let [lon, lat] = target
  for (let step = 0; step < 30; step++) {
    const [x, y] = forward([lon, lat])
    const [missLon, missLat] = [x - target[0], y - target[1]]
    lon -= missLon
    lat -= missLat
    if (Math.abs(missLon) < 1e-9 && Math.abs(missLat) < 1e-9) break
  }
  return [lon, lat]
}

export const gcj02ToWgs84 = (point: LonLat): [number, number] =>
  inChina(point) ? invert(wgs84ToGcj02, point) : [point[0], point[1]]

export const gcj02ToBd09 = ([lon, lat]: LonLat): [number, number] => {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BAIDU)
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BAIDU)
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006]
}

export const bd09ToGcj02 = (point: LonLat): [number, number] => invert(gcj02ToBd09, point)

export const wgs84ToBd09 = (point: LonLat): [number, number] => gcj02ToBd09(wgs84ToGcj02(point))

export const bd09ToWgs84 = (point: LonLat): [number, number] => gcj02ToWgs84(bd09ToGcj02(point))
