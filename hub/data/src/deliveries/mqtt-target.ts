/** Where and how a notification goes over MQTT (GS CIM 009 clause 7): the address names server and topic. */
import type { Endpoint } from '../context/subscription/spec.ts'

export interface MqttTarget {
  tls: boolean
  host: string
  port: number
  username: string | undefined
  password: string | undefined
  topic: string
  version: 4 | 5
  /** the version was not asked for: a server that knows only the older one may have that */
  anyVersion: boolean
  qos: 0 | 1 | 2
}

const VERSIONS: Record<string, MqttTarget['version']> = { 'mqtt3.1.1': 4, 'mqtt5.0': 5 }

/**
 * The acknowledgement of the server is what proves a delivery, so quality of service is 1 unless the subscriber asks for
 * another.
 */
const DEFAULT_QOS = '1'

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Undefined when the address names no topic that can be published to, or a version or quality that is none. */
export const mqttTargetOf = ({ uri, notifierInfo }: Pick<Endpoint, 'uri' | 'notifierInfo'>): MqttTarget | undefined => {
  const url = URL.parse(uri)
  if (!url || (url.protocol !== 'mqtt:' && url.protocol !== 'mqtts:') || url.hostname === '') return undefined
  const info = new Map(notifierInfo.map(({ key, value }) => [key.toLowerCase(), value.toLowerCase()]))
  const version = VERSIONS[info.get('mqtt-version') ?? 'mqtt5.0']
  const qos = info.get('mqtt-qos') ?? DEFAULT_QOS
  const topic = decoded(url.pathname.slice(1))
  const username = decoded(url.username)
  const password = decoded(url.password)
  if (!version || !/^[012]$/.test(qos) || !topic || username === undefined || password === undefined) return undefined
  // wildcards are for those who listen
  if (/[+#\0]/.test(topic) || Buffer.byteLength(topic) > 65_535) return undefined
  const tls = url.protocol === 'mqtts:'
  return {
    tls,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (tls ? 8883 : 1883) : Number(url.port),
    username: username === '' ? undefined : username,
    password: password === '' ? undefined : password,
    topic,
    version,
    anyVersion: !info.has('mqtt-version'),
    qos: Number(qos) as MqttTarget['qos'],
  }
}
