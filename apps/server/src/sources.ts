/** The sources that the twin speaks for in demo mode, and their credentials. A real city registers its own on the console. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Provenance, Source } from '@haihe/contract'
import { findSource, insertSource, updateSource } from '@haihe/data/sources/store'
import type { Ctx, Identity, UnitIndex } from '@haihe/kernel'

const source = (
  id: string,
  title: string,
  unit: string,
  protocol: Source['protocol'],
  real: Provenance,
  types: string[] | null,
  expectedEvery: number | null,
) => ({ id, title, unit, protocol, real, types, expectedEvery })

/** `real`: what the values are when the twin replays the data folder; without it everything is simulated. */
const SOURCES = [
  source('air-stations', '空气质量自动监测站', 'tj-sthj', 'pull', 'local', ['AirQualityObserved'], 3600),
  source('parking-lots', '公共停车场泊位', 'tj-jtw', 'mqtt', 'elsewhere', ['OffStreetParking'], 900),
  source('weather-grid', '气象与电力负荷', 'tj-dsj', 'mqtt', 'local', ['WeatherObserved', 'PowerLoad'], 3600),
  source('hotline-12345', '12345 热线', 'tj-12345', 'open311', 'elsewhere', null, null),
] as const

export const ensureSources = async (ctx: Ctx, replaying: boolean): Promise<void> => {
  for (const { real, types, ...rest } of SOURCES) {
    const wanted = {
      ...rest,
      types: types ? [...types] : null,
      region: ctx.city.code,
      provenance: replaying ? real : ('simulated' as const),
    }
    const known = await findSource(ctx.db, rest.id)
    if (!known) await insertSource(ctx.db, wanted, ctx.now())
    else if (known.provenance !== wanted.provenance) await updateSource(ctx.db, wanted)
  }
}

const KEEP = 'twin.json'

/** Credentials are made once and kept in the data folder, readable by its owner only. */
export const twinCredentials = async (ctx: Ctx, identity: Identity, units: UnitIndex) => {
  const file = join(ctx.config.home, KEEP)
  // credentials belong to one database: another one behind the same folder needs its own
  const database = createHash('sha256')
    .update(new URL(ctx.url).pathname + ((await databaseIdentity(ctx)) ?? ''))
    .digest('hex')
  if (existsSync(file)) {
    const kept = JSON.parse(await readFile(file, 'utf8')) as {
      database: string
      credentials: Awaited<ReturnType<typeof makeCredentials>>
    }
    if (kept.database === database) return kept.credentials
  }
  const credentials = await makeCredentials(ctx, identity, units)
  await writeFile(`${file}.new`, JSON.stringify({ database, credentials }), { mode: 0o600 })
  await rename(`${file}.new`, file)
  return credentials
}

const databaseIdentity = async (ctx: Ctx): Promise<string | undefined> => {
  const { rows } = await ctx.pool.query<{ id: string }>(
    'SELECT min(at)::text || current_database() AS id FROM public.haihe_migration',
  )
  return rows[0]?.id
}

const makeCredentials = async (ctx: Ctx, identity: Identity, units: UnitIndex) => {
  const region = ctx.city.code
  const token = async (name: string, roles: Parameters<Identity['createToken']>[0]['roles'], more: object = {}) =>
    (await identity.createToken({ name, region, roles, ...more }, 'twin')).token
  const device = async (id: string) => {
    const { username, password } = await identity.createDeviceCredential(id, region, 'twin')
    return { source: username, secret: password }
  }
  return {
    sources: { air: 'air-stations', parking: 'parking-lots', weather: 'weather-grid' },
    devices: { parking: await device('parking-lots'), weather: await device('weather-grid') },
    tokens: {
      air: await token('孪生：空气站', ['client'], { source: 'air-stations' }),
      parking: await token('孪生：停车场', ['client'], { source: 'parking-lots' }),
      weather: await token('孪生：气象电力', ['client'], { source: 'weather-grid' }),
      hotline: await token('孪生：热线', ['client'], { source: 'hotline-12345' }),
      grid: await token('孪生：网格员', ['gridWorker']),
      clerks: await token('孪生：承办人员', ['cityCenter', 'streetDispatcher', 'districtCenter', 'deptHandler', 'gridWorker'], {
        units: units.all().map((unit) => unit.id),
      }),
      citizen: await token('孪生：市民', ['citizen']),
    },
  }
}
