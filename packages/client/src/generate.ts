/** Prints the types of every operation: `node packages/client/src/generate.ts > packages/client/src/api.generated.ts`. */
import { readFileSync } from 'node:fs'
import { type Schema, typeOf } from './schema-type.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema?: Schema
}
interface Body {
  content?: Record<string, { schema?: Schema }>
  required?: boolean
}
interface Operation {
  summary?: string
  parameters?: Parameter[]
  requestBody?: Body
  responses?: Record<string, Body>
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

const fieldsOf = (parameters: readonly Parameter[]): string => {
  if (parameters.length === 0) return 'Record<string, never>'
  // everything in an address is text; numbers and booleans are written for the caller
  const type = (schema: Schema | undefined): string => typeOf(schema).replace('unknown', 'string')
  return `{ ${parameters.map((one) => `${/^\w+$/.test(one.name) ? one.name : `'${one.name}'`}${one.required ? '' : '?'}: ${type(one.schema)}`).join('; ')} }`
}

const bodyOf = (body: Body | undefined): string => {
  const [type, content] = Object.entries(body?.content ?? {})[0] ?? []
  if (!type) return 'undefined'
  return type.includes('json') ? typeOf(content?.schema) : 'Raw'
}

const answerOf = (responses: Operation['responses']): string => {
  const found = Object.entries(responses ?? {}).find(([status]) => status.startsWith('2'))
  const [type, content] = Object.entries(found?.[1].content ?? {})[0] ?? []
  if (!type) return 'undefined'
  return type.includes('json') ? typeOf(content?.schema) : 'string'
}

export const generate = (document: Document): string => {
  const lines = [
    '/** Generated from docs/openapi.generated.json by packages/client/src/generate.ts. Do not edit. */',
    "import type { Raw } from './client.ts'",
    '',
    ...Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => `export type ${name} = ${typeOf(schema)}`),
    'export interface Api {',
  ]
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const parameters = operation.parameters ?? []
      const of = (place: Parameter['in']): string => fieldsOf(parameters.filter((one) => one.in === place))
      if (operation.summary) lines.push(`  /** ${operation.summary.replaceAll('*/', '* /')} */`)
      lines.push(
        `  '${method.toUpperCase()} ${path}': {`,
        `    params: ${of('path')}`,
        `    query: ${of('query')}`,
        `    body: ${bodyOf(operation.requestBody)}`,
        `    answer: ${answerOf(operation.responses)}`,
        '  }',
      )
    }
  return `${[...lines, '}'].join('\n')}\n`
}

if (import.meta.main) {
  const file = new URL('../../../docs/openapi.generated.json', import.meta.url)
  process.stdout.write(generate(JSON.parse(readFileSync(file, 'utf8')) as Document))
}
