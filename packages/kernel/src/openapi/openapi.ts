/** OpenAPI 3.1 of our own routes, generated from the route table: what is documented is what is checked. */
import { z } from 'zod'
import type { Module } from '../context.ts'
import type { Route } from '../http/route.ts'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json
  return rest
}

const parametersOf = (where: 'path' | 'query', schema: z.ZodType | undefined): Json[] => {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: value,
  }))
}

const PROBLEM = {
  description: 'Problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** Refusals that a caller must reckon with, told apart from the rest. */
const refusalsOf = ({ file, refusals = {} }: Route): Json =>
  Object.fromEntries(
    Object.entries(file ? { 413: `The file has more than ${file} bytes`, ...refusals } : refusals).map(([status, why]) => [
      status,
      { ...PROBLEM, description: why },
    ]),
  )

const operationOf = (module: string, spec: Route): Json => ({
  summary: spec.summary,
  tags: [module],
  'x-permission': spec.permission,
  security: spec.permission === 'public' ? [] : [{ session: [] }, { bearer: [] }],
  parameters: [...parametersOf('path', spec.params), ...parametersOf('query', spec.query)],
  ...(spec.body
    ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(spec.body, 'input') } } } }
    : {}),
  ...(spec.multipart
    ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: { type: 'object' } } } } }
    : {}),
  ...(spec.file
    ? {
        requestBody: {
          required: true,
          description: `The file itself, ${spec.file} bytes at most`,
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary', maxLength: spec.file } } },
        },
      }
    : {}),
  responses: {
    '200': {
      description: 'OK',
      ...(spec.response ? { content: { 'application/json': { schema: schemaOf(spec.response, 'output') } } } : {}),
    },
    ...refusalsOf(spec),
    default: PROBLEM,
  },
})

/** Routes in the order of their addresses, so that the document changes only when a route does. */
export const openApi = (title: string, version: string, modules: readonly Module[]): Json => {
  const paths: Record<string, Json> = {}
  const all = modules.flatMap((module) => (module.routes ?? []).map((spec) => ({ module: module.name, spec })))
  all.sort((a, b) => a.spec.url.localeCompare(b.spec.url) || a.spec.method.localeCompare(b.spec.method))
  for (const { module, spec } of all) {
    const url = spec.url.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[url] = { ...paths[url], [spec.method.toLowerCase()]: operationOf(module, spec) }
  }
  return {
    openapi: '3.1.0',
    info: { title, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'haihe_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'traceId'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            traceId: { type: 'string' },
            errors: {
              type: 'array',
              items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
            },
          },
        },
      },
    },
  }
}
