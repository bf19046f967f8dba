/** A device's side of MQTT: publishes with QoS 1 and waits for the acknowledgement, which the hub gives after commit. */
import mqtt from 'mqtt'

export interface Device {
  publish: (items: readonly DeviceItem[]) => Promise<void>
  close: () => Promise<void>
}

export interface DeviceItem {
  entity: string
  type: string
  attribute: string
  value: number
  at: string
}

/** Connects as the source's device; reconnects by itself. */
export const connectDevice = async (url: string, source: string, secret: string): Promise<Device> => {
  const client = await mqtt.connectAsync(url, {
    username: source,
    password: secret,
    clientId: `${source}-twin`,
    reconnectPeriod: 2000,
    connectTimeout: 10_000,
  })
  client.on('error', () => {})
  return {
    async publish(items) {
      if (items.length > 0) await client.publishAsync(`haihe/${source}/batch`, JSON.stringify(items), { qos: 1 })
    },
    close: () => client.endAsync(),
  }
}
