/**
 * What many entries say alike is held once: codes, words of fields, whole fields. Tables are bounded, so that a catalogue in
 * which nothing repeats pays little for them: what has no room is simply not shared. Shared objects are frozen.
 */
import type { ResourceDraft, ResourceField } from '@haihe/contract'

const MOST_TEXTS = 50_000
const LONGEST_TEXT = 60
const MOST_OBJECTS = 20_000

const texts = new Map<string, string>()
const objects = new Map<string, object>()

/** An equal text that is held already, when there is one. */
export const sameText = (text: string): string => {
  if (text.length > LONGEST_TEXT) return text
  const known = texts.get(text)
  if (known !== undefined) return known
  if (texts.size < MOST_TEXTS) texts.set(text, text)
  return text
}

/** An equal object that is held already. Its whole content is the key, so that nothing is ever taken for something else. */
const sameObject = <T extends object>(given: T, made: (given: T) => T = (one) => one): T => {
  const key = JSON.stringify(given)
  const known = objects.get(key) as T | undefined
  if (known) return known
  const fresh = Object.freeze(made(given))
  if (objects.size < MOST_OBJECTS) objects.set(key, fresh)
  return fresh
}

const sameTexts = <T extends string>(list: T[]): T[] => sameObject(list, (own) => own.map((one) => sameText(one) as T))

const sameField = (field: ResourceField): ResourceField =>
  sameObject(field, ({ classification, ...words }) => ({
    ...words,
    name: sameText(words.name),
    title: sameText(words.title),
    type: sameText(words.type) as ResourceField['type'],
    standard: words.standard === null ? null : sameText(words.standard),
    description: sameText(words.description),
    classification: sameObject(classification),
  }))

/** The same words; parts that other entries have too are theirs. */
export const sharedDraft = (draft: ResourceDraft): ResourceDraft => ({
  ...draft,
  path: sameText(draft.path),
  owner: sameText(draft.owner),
  region: sameText(draft.region),
  kind: sameText(draft.kind) as ResourceDraft['kind'],
  cycle: sameText(draft.cycle) as ResourceDraft['cycle'],
  fields: draft.fields.map(sameField),
  keys: sameTexts(draft.keys),
  channels: sameTexts(draft.channels),
  keywords: draft.keywords.map(sameText),
  sharing: sameObject(draft.sharing),
  opening: sameObject(draft.opening),
})
