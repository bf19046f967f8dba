/** What the hub calls a type or an attribute, and its IRI. */
import { DEFAULT_VOCAB } from './ld/core-terms.ts'

/** IRI → the hub's name: the default vocabulary's prefix is dropped, any other IRI stays whole. */
export const hubName = (iri: string): string => (iri.startsWith(DEFAULT_VOCAB) ? iri.slice(DEFAULT_VOCAB.length) : iri)

/** The hub's name → IRI. */
export const iriOf = (name: string): string => (name.includes(':') ? name : DEFAULT_VOCAB + name)
