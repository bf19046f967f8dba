/** The catalogue over a fresh database with a server before it; regions and units of the made-up city. */
import type { Actor, Unit } from '@haihe/contract'
import {
  type Ctx,
  createAudit,
  createOutbox,
  createUnitIndex,
  type Jobs,
  kernelMigrations,
  type RegionIndex,
} from '@haihe/kernel'
import { type TestClock, testClock, testContext, testServer } from '@haihe/kernel/testing'
import type { FastifyInstance } from 'fastify'
import { migrations } from '../../migrations.ts'
import { type CatalogueRoom, createCatalogue } from '../catalogue.ts'
import { catalogueModule } from '../module.ts'
import { PEOPLE } from './books.ts'

const unit = (id: string, name: string): Unit => ({
  id,
  name,
  kind: 'city-bureau',
  duties: [],
  region: '99',
  parent: null,
  generated: false,
})
export const UNITS = [unit('book-library', '书城图书馆'), unit('book-archive', '书城档案馆'), unit('book-office', '书城数据局')]

export interface House {
  ctx: Ctx
  clock: TestClock
  room: CatalogueRoom
  app: FastifyInstance
  /** runs a job that the module defined */
  run: (job: string) => Promise<void>
  ask: (
    who: string,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
  ) => Promise<{ status: number; body: string; json: <T = Record<string, unknown>>() => T }>
  close: () => Promise<void>
}

export const openHouse = async (actors: Record<string, Actor> = {}): Promise<House> => {
  const clock = testClock()
  const ctx = await testContext([kernelMigrations, migrations], clock)
  const services = { outbox: createOutbox(ctx), audit: createAudit(ctx) }
  const room = createCatalogue(ctx, services)
  const jobs = new Map<string, () => Promise<void>>()
  const define: Jobs['define'] = (name, handle) => void jobs.set(name, () => handle(undefined as never))
  const regions = { has: (code: string) => code.startsWith('99'), find: () => undefined } as unknown as RegionIndex
  const module = catalogueModule(ctx, {
    ...services,
    room,
    jobs: { define, schedule: () => {} },
    regions,
    units: createUnitIndex(UNITS),
  })
  const app = await testServer(ctx, [module], { ...PEOPLE, ...actors })
  return {
    ctx,
    clock,
    room,
    app,
    run: async (job) => jobs.get(job)?.(),
    ask: async (who, method, url, payload) => {
      const headers = who ? { authorization: who } : {}
      const response = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
      return { status: response.statusCode, body: response.body, json: () => response.json() }
    },
    close: async () => {
      await app.close()
      await ctx.close()
    },
  }
}
