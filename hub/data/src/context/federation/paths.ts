/** Ids and names in addresses: what a path cannot hold is encoded, the rest stays readable. */
const segment = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@')

export const entityAt = (id: string): string => `/entities/${segment(id)}`
export const attributesAt = (id: string): string => `/entities/${segment(id)}/attrs/`
export const attributeAt = (id: string, name: string): string => `/entities/${segment(id)}/attrs/${segment(name)}`
export const typeAt = (name: string): string => `/types/${segment(name)}`
export const nameAt = (name: string): string => `/attributes/${segment(name)}`
export const pastAt = (id: string): string => `/temporal${entityAt(id)}`
export const pastAttributeAt = (id: string, name: string): string => `/temporal${attributeAt(id, name)}`
