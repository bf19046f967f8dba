/** Differences between two versions, word by word and field by field. */
import type { CatalogueDifference, ResourceDraft, ResourceField } from '@haihe/contract'

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const differences = (path: string, before: unknown, after: unknown): CatalogueDifference[] => {
  if (same(before, after)) return []
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => differences(path ? `${path}.${key}` : key, before[key], after[key]))
  }
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ path, kind, before: before ?? null, after: after ?? null }]
}

const named = (fields: readonly ResourceField[]): Record<string, ResourceField> =>
  Object.fromEntries(fields.map((field) => [field.name, field]))

export const diffOf = (before: ResourceDraft, after: ResourceDraft): CatalogueDifference[] => {
  const { fields: oldFields, ...oldWords } = before
  const { fields: newFields, ...newWords } = after
  const order = (fields: readonly ResourceField[], among: readonly ResourceField[]) =>
    fields.filter(({ name }) => among.some((other) => other.name === name)).map(({ name }) => name)
  return [
    ...differences('', oldWords, newWords),
    ...differences('fields', named(oldFields), named(newFields)),
    ...differences('fieldOrder', order(oldFields, newFields), order(newFields, oldFields)),
  ]
}
