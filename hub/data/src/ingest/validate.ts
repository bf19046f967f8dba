/** The schema of one item on the hot path: hand-tuned, and property-tested equal to the contract's `Observation`. */
import { Observation } from '@haihe/contract'
import { parseInstant } from './instant.ts'

// the pattern of EntityId; the property test holds the two together
const ENTITY = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"{}|\\^`]+$/

/** True when the text is an entity id of the contract. */
const isEntityId = (text: string): boolean => text.length <= 256 && ENTITY.test(text)

/** True when `item` is an Observation of the contract; `isKnown` spares the pattern of an id that passed before. */
export const isObservation = (item: unknown, isKnown: (entity: string) => boolean): item is Observation => {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false
  const { entity, attribute, value, at, type, unit } = item as Record<string, unknown>
  if (typeof entity !== 'string' || typeof attribute !== 'string' || typeof at !== 'string') return false
  if (attribute.length === 0 || attribute.length > 120) return false
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return false
  } else if (typeof value === 'string') {
    if (value.length > 2000) return false
  } else if (typeof value !== 'boolean') return false
  if (type !== undefined && (typeof type !== 'string' || type.length > 120)) return false
  if (unit !== undefined && (typeof unit !== 'string' || unit.length > 20)) return false
  for (const key in item)
    if (key !== 'entity' && key !== 'attribute' && key !== 'value' && key !== 'at' && key !== 'type' && key !== 'unit')
      return false
  if (Number.isNaN(parseInstant(at))) return false
  return isKnown(entity) || isEntityId(entity)
}

/** Why an item is not an Observation, from the contract's own schema; undefined when it is one after all. */
export const whyNot = (item: unknown): { path: string; message: string } | undefined => {
  const issue = Observation.safeParse(item).error?.issues[0]
  if (!issue) return undefined
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return { path: issue.keys[0] ?? path, message: `不支持的字段：${issue.keys.join('、')}` }
  return { path, message: path ? `${path}：${issue.message}` : issue.message }
}
