/** What may stand as the value of an attribute, by its type. Throws BadRequestData. */
import { whyNotGeometry } from '../geo/geometry.ts'
import type { Terms } from '../ld/terms.ts'
import { bad } from '../problem.ts'
import { type Instance, NULL } from './entity.ts'
import { isObject, isUri, type Json, type JsonObject } from './json.ts'
import { isName } from './names.ts'

/** NGSI-LD Null in any of its encodings: the URN, or {"@none": the URN} for a language map. */
export const isNull = (value: unknown): boolean =>
  value === NULL || (isObject(value) && Object.keys(value).length === 1 && value['@none'] === NULL)

/** NGSI-LD Null as a member of a JSON object, at any depth (clause 5.5.4). */
export const holdsNull = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(holdsNull)
    : isObject(value) && Object.values(value).some((part) => part === NULL || holdsNull(part))

const holdsJsonNull = (value: unknown): boolean =>
  value === null ||
  (isObject(value) && Object.values(value).some(holdsJsonNull)) ||
  (Array.isArray(value) && value.some(holdsJsonNull))

interface ValueOptions {
  terms: Terms
  nulls?: boolean
  deepNulls?: boolean
}

const checkGeometry = (name: string, instance: Instance): void => {
  if (typeof instance.value === 'string')
    try {
      instance.value = JSON.parse(instance.value) as Json
    } catch {
      throw bad('attribute.geometry', { name, reason: 'JSON' })
    }
  const reason = whyNotGeometry(instance.value)
  if (reason === 'longitude/latitude' || reason === 'crs') throw bad('entity.wrong-crs', { reason: `${name}: ${reason}` })
  if (reason) throw bad('attribute.geometry', { name, reason })
}

const checkObject = (name: string, instance: Instance): void => {
  const list = Array.isArray(instance.object) ? instance.object : [instance.object]
  if (list.length === 0 || !list.every((uri) => isUri(uri) && uri !== NULL))
    throw bad('attribute.uri', { name, member: 'object' })
}

const checkLanguageMap = (name: string, map: JsonObject | undefined): void => {
  if (!isObject(map) || Object.keys(map).length === 0) throw bad('attribute.invalid', { name, reason: 'languageMap' })
  for (const [tag, value] of Object.entries(map)) {
    if (!/^(@none|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)$/.test(tag))
      throw bad('attribute.invalid', { name, reason: `languageMap: ${tag}` })
    const list = Array.isArray(value) ? value : [value]
    if (!list.every((item) => typeof item === 'string')) throw bad('attribute.invalid', { name, reason: `languageMap.${tag}` })
  }
}

const readVocab = (name: string, value: unknown, terms: Terms): string => {
  if (typeof value !== 'string' || value === '' || value === NULL) throw bad('attribute.invalid', { name, reason: 'vocab' })
  return isName(value) ? terms.expand(value) : value
}

/** Checks the value of a typed instance; a vocabulary term becomes its IRI, an encoded geometry its object. */
export const checkValue = (name: string, instance: Instance, options: ValueOptions): void => {
  const { value } = instance
  const given = (instance.value ?? instance.object ?? instance.languageMap ?? instance.vocab ?? instance.json ?? null) as Json
  if (isNull(given)) {
    if (options.nulls) return
    throw bad('attribute.null', { name })
  }
  switch (instance.type) {
    case 'GeoProperty':
      checkGeometry(name, instance)
      break
    case 'Property':
      if (value === undefined || holdsJsonNull(value)) throw bad('attribute.null', { name })
      if (!options.deepNulls && holdsNull(value)) throw bad('attribute.null', { name })
      break
    case 'Relationship':
      checkObject(name, instance)
      break
    case 'LanguageProperty':
      if (!options.deepNulls && holdsNull(instance.languageMap)) throw bad('attribute.null', { name })
      checkLanguageMap(name, instance.languageMap)
      break
    case 'VocabProperty':
      instance.vocab = Array.isArray(instance.vocab)
        ? instance.vocab.map((item) => readVocab(name, item, options.terms))
        : readVocab(name, instance.vocab, options.terms)
      break
    case 'JsonProperty':
      if (!isObject(instance.json) && !Array.isArray(instance.json)) throw bad('attribute.invalid', { name, reason: 'json' })
      break
    case 'ListProperty':
      if (!Array.isArray(instance.valueList)) throw bad('attribute.invalid', { name, reason: 'valueList' })
  }
}
