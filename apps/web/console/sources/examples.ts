/** How a device or a department speaks to a source: addresses and payloads that work when copied. */
import type { SourceView } from '@haihe/contract'

export interface Example {
  /** key of its words under connect.* */
  id: string
  text: string
}

export interface Place {
  /** https://hub.example */
  origin: string
  host: string
  mqttPort: number
  /** ISO 8601 with offset */
  at: string
}

const entityOf = (source: Pick<SourceView, 'types'>): { type: string; entity: string } => {
  const type = source.types?.[0] ?? 'AirQualityObserved'
  return { type, entity: `urn:ngsi-ld:${type}:demo-001` }
}

/** One reading as the pipeline takes it. */
export const exampleItem = (source: Pick<SourceView, 'types'>, at: string) => {
  const { type, entity } = entityOf(source)
  return { entity, type, attribute: 'value', value: 23.5, at }
}

// inside single quotes of a shell
const shell = (value: unknown): string => JSON.stringify(value).replaceAll("'", `'\\''`)

/** The ways in, the one of the source's own protocol first. */
export const examplesOf = (
  source: Pick<SourceView, 'id' | 'types' | 'protocol'>,
  { origin, host, mqttPort, at }: Place,
): Example[] => {
  const { entity, type } = entityOf(source)
  const item = exampleItem(source, at)
  const http = {
    id: 'http',
    text: `curl -X POST '${origin}/api/ingest/${source.id}' \\
  -H 'Authorization: Bearer '"$HAIHE_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '${shell([item])}'`,
  }
  const mqtt = [
    {
      id: 'mqttOne',
      text: `mosquitto_pub -h ${host} -p ${mqttPort} -q 1 -u ${source.id} -P "$HAIHE_DEVICE_PASSWORD" \\
  -t 'haihe/${source.id}/${entity}/${item.attribute}' \\
  -m '${shell({ value: item.value, type, at })}'`,
    },
    {
      id: 'mqttBatch',
      text: `mosquitto_pub -h ${host} -p ${mqttPort} -q 1 -u ${source.id} -P "$HAIHE_DEVICE_PASSWORD" \\
  -t 'haihe/${source.id}/batch' \\
  -m '${shell([item])}'`,
    },
  ]
  const ngsi = {
    id: 'ngsi',
    text: `curl -X POST '${origin}/ngsi-ld/v1/entityOperations/upsert?options=update' \\
  -H 'Authorization: Bearer '"$HAIHE_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '${shell([{ id: entity, type, [item.attribute]: { type: 'Property', value: item.value, observedAt: at } }])}'`,
  }
  const events = {
    id: 'events',
    text: `curl -X POST '${origin}/events' \\
  -H 'Authorization: Bearer '"$HAIHE_TOKEN" \\
  -H 'Content-Type: application/cloudevents+json' \\
  -d '${shell({
    specversion: '1.0',
    id: 'demo-1',
    source: `/${source.id}`,
    type: 'haihe.observation',
    data: item,
  })}'`,
  }
  const all: Example[] = [...mqtt, http, ngsi, events]
  const first: Record<string, string[]> = {
    mqtt: ['mqttOne', 'mqttBatch'],
    'ngsi-ld': ['ngsi'],
    cloudevents: ['events'],
    pull: ['http'],
    file: ['http'],
    internal: ['http'],
    open311: ['http'],
  }
  const own = first[source.protocol] ?? []
  return [...all.filter(({ id }) => own.includes(id)), ...all.filter(({ id }) => !own.includes(id))]
}
