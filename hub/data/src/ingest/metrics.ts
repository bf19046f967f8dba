/** Prometheus metrics of the data plane, in the default registry that /metrics shows. */
import { Counter, Gauge, Histogram, register } from 'prom-client'

// The registry is the process's own and refuses a name twice: tests make several pipelines in one process.
const once = <T>(name: string, make: () => T): T => (register.getSingleMetric(name) as T | undefined) ?? make()

export const items = once(
  'haihe_ingest_items_total',
  () => new Counter({ name: 'haihe_ingest_items_total', help: 'Items by outcome', labelNames: ['outcome'] as const }),
)
export const groupSeconds = once(
  'haihe_ingest_group_seconds',
  () =>
    new Histogram({
      name: 'haihe_ingest_group_seconds',
      help: 'Time of one group from first statement to commit',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    }),
)
export const groupRows = once(
  'haihe_ingest_group_rows',
  () =>
    new Histogram({
      name: 'haihe_ingest_group_rows',
      help: 'Rows of one group',
      buckets: [1, 10, 100, 500, 1000, 2000, 5000, 10_000],
    }),
)
export const waiting = once(
  'haihe_ingest_waiting_items',
  () => new Gauge({ name: 'haihe_ingest_waiting_items', help: 'Items taken and not yet committed' }),
)
export const refused = once(
  'haihe_ingest_refused_total',
  () => new Counter({ name: 'haihe_ingest_refused_total', help: 'Batches refused because the queue was full' }),
)
export const mqttMessages = once(
  'haihe_mqtt_messages_total',
  () =>
    new Counter({
      name: 'haihe_mqtt_messages_total',
      help: 'MQTT messages by quality of service and outcome',
      labelNames: ['qos', 'outcome'] as const,
    }),
)
