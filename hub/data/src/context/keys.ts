/** Search tokens kept in data.entity.keys: one GIN index answers type, attribute, scope and short-value filters. */

export const typeKey = (iri: string): string => `t ${iri}`
export const attributeKey = (iri: string): string => `a ${iri}`
