/** Names: what the hub calls a type or attribute, and its IRI. */

export const NGSI_LD = 'https://uri.etsi.org/ngsi-ld/'
/** What a name without any definition expands to (core @context, @vocab). */
export const DEFAULT_VOCAB = `${NGSI_LD}default-context/`

/** IRI → the hub's name: the default vocabulary's prefix is dropped, any other IRI stays whole. */
export const hubName = (iri: string): string => (iri.startsWith(DEFAULT_VOCAB) ? iri.slice(DEFAULT_VOCAB.length) : iri)

/** The hub's name → IRI. */
export const iriOf = (name: string): string => (name.includes(':') ? name : DEFAULT_VOCAB + name)
