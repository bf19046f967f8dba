/** The bench's sensors: spread over the streets of the 16 districts, each district a source of its own. */

export const DISTRICTS = 16
export const TYPE = 'BenchSensor'
export const ATTRIBUTE = 'level'

export const sourceId = (district: number): string => `bench-${district}`
export const sensorId = (district: number, sensor: number): string =>
  `urn:ngsi-ld:${TYPE}:${district}-${String(sensor).padStart(6, '0')}`

/** What of a reading does not change, by sensor of a district. */
export const heads = (district: number, sensors: number): string[] =>
  Array.from(
    { length: sensors },
    (_, sensor) => `{"entity":"${sensorId(district, sensor)}","type":"${TYPE}","attribute":"${ATTRIBUTE}","value":`,
  )

/** A value that changes from reading to reading; one in ten thousand passes the alert's threshold. */
export const levelOf = (sensor: number, at: number): number => ((at + sensor * 7919) % 10_000) / 100

/** A batch of readings of consecutive sensors of a district, as JSON. `at` in epoch milliseconds. */
export const batchBody = (all: readonly string[], from: number, size: number, at: number): string => {
  const tail = `,"at":"${new Date(at).toISOString()}"}`
  let body = '['
  for (let i = 0; i < size; i += 1) {
    const sensor = (from + i) % all.length
    body += `${i === 0 ? '' : ','}${all[sensor]}${levelOf(sensor, at)}${tail}`
  }
  return `${body}]`
}

/** The same readings in InfluxDB's line protocol. */
export const lineBody = (district: number, sensors: number, from: number, size: number, at: number): string => {
  let body = ''
  for (let i = 0; i < size; i += 1) {
    const sensor = (from + i) % sensors
    body += `${ATTRIBUTE},entity=${sensorId(district, sensor)} value=${levelOf(sensor, at)} ${at}\n`
  }
  return body
}
