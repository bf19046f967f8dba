/** The exchange of a library behind its routes, as tests call it: who calls stands in the header `authorization`. */
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import type { Actor } from '@haihe/contract'
import { createAudit, createOutbox, kernelMigrations } from '@haihe/kernel'
import { roleActors, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import { createHeld } from '../../held/held.ts'
import { migrations } from '../../migrations.ts'
import { subjectKey } from '../../platform/subject-key.ts'
import { createExchange } from '../exchange.ts'
import { fakeCatalogue, REGIONS, SAME_NAMES } from './desk.ts'
import { loans } from './loans.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at member by member
export type Json = any

export const openRoom = async () => {
  const clock = testClock()
  const base = await testContext([kernelMigrations, migrations], clock)
  const home = `${base.config.home}-${base.url.split('/').at(-1)}`
  const ctx = { ...base, config: { ...base.config, home, privateNetworks: [] as string[] } }
  const resource = loans({ no: 7 })
  const foreign = loans({ no: 8, id: '00000000-0000-4000-8000-000000000008', owner: 'museum', title: '藏品' })
  const held = createHeld(ctx)
  const exchange = createExchange(
    ctx,
    {
      outbox: createOutbox(ctx),
      audit: createAudit(ctx),
      jobs: { define: () => {}, schedule: () => {} },
      regions: {
        find: (code) => (REGIONS[code] ? ({ code } as never) : undefined),
        has: (code) => code in REGIONS,
        all: () => [{ code: '990101', name: '东馆' } as never, { code: '990102', name: '西馆' } as never],
        fullName: (code) => `书城${code}`,
      },
      units: { find: (id) => ({ id, duties: id === 'data-bureau' ? ['dsj'] : [] }) as never, all: () => [] },
      catalogue: fakeCatalogue([resource, foreign]),
      held,
      subjectKey: subjectKey('the secret of the library, long enough'),
    },
    { every: 0, lookEvery: 0 },
  )
  const actors: Record<string, Actor> = {
    ...roleActors('99'),
    admin: testActor([{ role: 'admin', unit: null, region: '99' }], 'admin'),
    librarian: testActor([{ role: 'dataEngineer', unit: 'library', region: '99' }], 'librarian'),
    curator: testActor([{ role: 'dataEngineer', unit: 'museum', region: '99' }], 'curator'),
    bureau: testActor([{ role: 'dataEngineer', unit: 'data-bureau', region: '99' }], 'bureau'),
  }
  const app = await testServer(ctx, [exchange], actors)

  const call = async (
    who: string,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    status = 200,
  ): Promise<Json> => {
    const response = await app.inject({ method, url, headers: { authorization: who }, ...(body ? { payload: body } : {}) })
    assert.equal(response.statusCode, status, `${method} ${url}: ${response.body}`)
    return response.body ? response.json() : undefined
  }
  /** with the mapping of equal names unless told */
  const input = (more: object) => ({ title: 'Loans', resource: resource.id, mapping: SAME_NAMES, ...more })
  return {
    clock,
    ctx,
    home,
    app,
    exchange,
    held,
    resource,
    foreign,
    call,
    input,
    upload: async (name: string, payload: Buffer | string, query = '', status = 201): Promise<Json> => {
      const response = await app.inject({
        method: 'POST',
        url: `/api/uploads?name=${encodeURIComponent(name)}${query}`,
        headers: { authorization: 'librarian', 'content-type': 'application/octet-stream' },
        payload,
      })
      assert.equal(response.statusCode, status, response.body)
      return response.json()
    },
    rows: async (columns = '_key, title') =>
      (await ctx.pool.query(`SELECT ${columns} FROM ${held.table(resource)} ORDER BY _key`)).rows,
    clear: async () => {
      await held.ensure(resource)
      await ctx.pool.query(`TRUNCATE ${held.table(resource)}`)
    },
    make: (more: object, who = 'librarian', status = 201) => call(who, 'POST', '/api/connectors', input(more), status),
    runNow: async (id: string, body = {}): Promise<Json> => {
      const run = await call('librarian', 'POST', `/api/connectors/${id}/runs`, body, 201)
      await exchange.idle()
      return call('librarian', 'GET', `/api/runs/${run.id}`)
    },
    close: async () => {
      await app.close()
      await exchange.stop?.()
      await ctx.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
