/** The bench's city: sensors spread over 16 districts, each district a source of its own. */

export const DISTRICTS = 16
export const TYPE = 'BenchSensor'
export const ATTRIBUTE = 'level'

export const districtCode = (district: number): string => `9901${String(district + 1).padStart(2, '0')}`
export const sourceId = (district: number): string => `bench-${district}`
export const sensorId = (district: number, sensor: number): string =>
  `urn:ngsi-ld:${TYPE}:${district}-${String(sensor).padStart(6, '0')}`

/** A batch of readings of consecutive sensors of a district, as JSON. `at` in epoch milliseconds. */
export const batchBody = (heads: readonly string[], from: number, size: number, at: number): string => {
  const tail = `,"at":"${new Date(at).toISOString()}"}`
  let body = '['
  for (let i = 0; i < size; i += 1) {
    const sensor = (from + i) % heads.length
    body += `${i === 0 ? '' : ','}${heads[sensor]}${((at + sensor * 7919) % 4000) / 10}${tail}`
  }
  return `${body}]`
}

/** What of a reading does not change, by sensor. */
export const heads = (district: number, sensors: number): string[] =>
  Array.from(
    { length: sensors },
    (_, sensor) => `{"entity":"${sensorId(district, sensor)}","type":"${TYPE}","attribute":"${ATTRIBUTE}","value":`,
  )
