/** JSON Schema (draft 2020-12, as zod prints it) as the text of a TypeScript type. */

export interface Schema {
  type?: string | string[]
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  items?: Schema | boolean
  prefixItems?: readonly Schema[]
  properties?: Record<string, Schema>
  required?: readonly string[]
  additionalProperties?: Schema | boolean
  description?: string
  $ref?: string
}

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : JSON.stringify(value)

const named = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key))

const many = (types: readonly string[], by: '|' | '&'): string => {
  const own = [...new Set(types)]
  return own.length === 1 ? (own[0] as string) : own.map((type) => (/[|&]/.test(type) ? `(${type})` : type)).join(` ${by} `)
}

const objectOf = (schema: Schema): string => {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties ?? {}).map(
    ([key, value]) => `${named(key)}${required.has(key) ? '' : '?'}: ${typeOf(value)}`,
  )
  const rest = schema.additionalProperties
  const open = rest === undefined || rest === false ? undefined : `Record<string, ${rest === true ? 'unknown' : typeOf(rest)}>`
  if (fields.length === 0) return open ?? 'Record<string, never>'
  const closed = `{ ${fields.join('; ')} }`
  return open ? `${closed} & ${open}` : closed
}

const plain = (schema: Schema, type: string): string => {
  switch (type) {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array': {
      if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(', ')}]`
      const item = typeof schema.items === 'object' ? typeOf(schema.items) : 'unknown'
      return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`
    }
    case 'object':
      return schema.properties || schema.additionalProperties !== undefined ? objectOf(schema) : 'Record<string, unknown>'
    default:
      return 'unknown'
  }
}

/** A schema without a known form is `unknown`: what is not described is not promised. */
export const typeOf = (schema: Schema | undefined): string => {
  if (!schema || typeof schema !== 'object') return 'unknown'
  if (schema.$ref) return schema.$ref.startsWith('#/components/schemas/') ? schema.$ref.slice(21) : 'unknown'
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return many(schema.enum.map(literal), '|')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return many(choices.map(typeOf), '|')
  if (schema.allOf) return many(schema.allOf.map(typeOf), '&')
  if (Array.isArray(schema.type))
    return many(
      schema.type.map((type) => plain(schema, type)),
      '|',
    )
  if (schema.type === undefined) return schema.properties ? objectOf(schema) : 'unknown'
  return plain(schema, schema.type)
}
