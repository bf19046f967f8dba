/** Sends notifications over MQTT: one JSON object of metadata (what would be headers) and body. */
import { Forbidden } from '../context/net/outbound.ts'
import type { MqttConnections } from './mqtt-connections.ts'
import { mqttTargetOf } from './mqtt-target.ts'
import { letterOf } from './packing.ts'
import type { Send } from './sender.ts'

export const createMqttSender =
  (connections: MqttConnections): Send =>
  async (message) => {
    const target = mqttTargetOf(message.endpoint)
    if (!target) return { ok: false, status: null, error: 'not an MQTT address with a topic' }
    try {
      const { headers, body } = await letterOf(message)
      await connections.publish(target, JSON.stringify({ metadata: headers, body }), message.endpoint.timeout)
      return { ok: true, status: null, error: null }
    } catch (error) {
      const text = (error as Error).message || String((error as { code?: string }).code ?? error)
      return {
        ok: false,
        status: null,
        error: error instanceof Forbidden ? `${text} (HAIHE_PRIVATE_NETWORKS)` : text.slice(0, 500),
      }
    }
  }
