/** Answers for readers of earlier versions of the specification (clause 4.3.6.8): newer kinds of attributes as properties. */

import { bad } from '../problem.ts'
import { type Attributes, type AttributeType, instanceValue, type Kept } from './entity.ts'

/** Kind of attribute → minor version 1.x that brought it. */
const SINCE: Partial<Record<AttributeType, number>> = {
  LanguageProperty: 4,
  VocabProperty: 8,
  JsonProperty: 8,
  ListProperty: 8,
  ListRelationship: 8,
}

/** `Prefer: ngsi-ld=1.5` → 5; undefined when no version is preferred. Throws BadRequestData for a version that never was. */
export const preferredVersion = (prefer: string | undefined): number | undefined => {
  const found = /(?:^|[,;\s])ngsi-ld=("?)([\d.]+)\1/i.exec(prefer ?? '')
  if (!found) return undefined
  const minor = /^1\.(\d)$/.exec(found[2] as string)?.[1]
  if (minor === undefined) throw bad('param.invalid', { name: 'Prefer', value: found[0] })
  return Number(minor)
}

const amendAttributes = (attributes: Attributes, version: number): Attributes => {
  let changed = false
  const next: Attributes = {}
  for (const [iri, instances] of Object.entries(attributes))
    next[iri] = instances.map((instance) => {
      const attrs = instance.attrs && amendAttributes(instance.attrs, version)
      const tooNew = (SINCE[instance.type] ?? 0) > version
      if (!tooNew && attrs === instance.attrs) return instance
      changed = true
      const { languageMap: _, vocab: __, json: ___, valueList: ____, objectList: _____, objectType: ______, ...rest } = instance
      return tooNew ? { ...rest, type: 'Property', value: instanceValue(instance), attrs } : { ...instance, attrs }
    })
  return changed ? next : attributes
}

/** The same entities when nothing in them is newer than the version. */
export const amend = (kept: Kept, version: number): Kept => {
  const attributes = amendAttributes(kept.attributes, version)
  return attributes === kept.attributes ? kept : { ...kept, attributes }
}
