/** Topics of the hub protocol: haihe/{source}/{entityId}/{attribute} and haihe/{source}/batch. See docs/protocol/mqtt.md. */
import { Unreadable } from '../ingest/unreadable.ts'

export interface Topic {
  source: string
  /** undefined: a batch */
  entity?: string
  attribute?: string
}

/** An entity id is a URI and may hold slashes: the attribute is the last level, the id all between. */
export const parseTopic = (topic: string): Topic | undefined => {
  const [root, source, ...rest] = topic.split('/')
  if (root !== 'haihe' || !source || rest.length === 0) return undefined
  if (rest.length === 1) return rest[0] === 'batch' ? { source } : undefined
  const attribute = rest.at(-1)
  const entity = rest.slice(0, -1).join('/')
  return attribute && entity ? { source, entity, attribute } : undefined
}

/** Where a source's rejected items are reported to its devices. */
export const rejectedTopic = (source: string): string => `haihe/${source}/rejected`

export const MOST_BATCH = 1000

const PLAIN = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/

/** The items of one message. A bare number, text or boolean is measured at `now`; what cannot be read stands as Unreadable. */
export const itemsOf = (topic: Topic, payload: Buffer, now: () => Date): unknown[] => {
  const text = payload.toString('utf8')
  const { entity, attribute } = topic
  if (entity !== undefined && PLAIN.test(text)) return [{ entity, attribute, value: Number(text), at: now().toISOString() }]
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return [new Unreadable(text)]
  }
  if (entity === undefined) {
    if (!Array.isArray(value)) return [new Unreadable(text, 'INVALID_INPUT', '批量主题的内容应为数组')]
    if (value.length > MOST_BATCH) return [new Unreadable(text, 'PAYLOAD_TOO_LARGE', `一批最多 ${MOST_BATCH} 条`)]
    return value
  }
  if (typeof value !== 'object' || value === null) return [{ entity, attribute, value, at: now().toISOString() }]
  if (Array.isArray(value)) return [new Unreadable(text, 'INVALID_INPUT', '单项主题的内容应为数值或对象')]
  if ('entity' in value || 'attribute' in value)
    return [new Unreadable(text, 'INVALID_INPUT', '对象和属性由主题给出，内容中不能再写')]
  return [{ at: now().toISOString(), ...value, entity, attribute }]
}
