/** Lineage (血缘): each room tells its own edges, this one walks them. */
import {
  type Actor,
  AppError,
  type ExportManifest,
  type ExportProof,
  fieldNameOf,
  holdsFor,
  isProtectedField,
  type LineageDirection,
  type LineageGraph,
  type LineageKind,
  mayIn,
  type Resource,
  type RowLineage,
  unitsOf,
} from '@haihe/contract'
import type { Audit, Ctx, Module, RegionIndex, UnitIndex } from '@haihe/kernel'
import type { Catalogue, Grants, Held, Lineage, LineageEdge, LineageNode, LineageProvider } from '../platform/ports.ts'
import { catalogueLineage, resourceNode, splitField } from './providers/catalogue.ts'
import { type DeclaredNumbers, indicatorLineage } from './providers/indicator.ts'
import { type DeclaredDerivation, readingLineage } from './providers/reading.ts'
import { sensedLineage, subscriptionLineage } from './providers/sensed.ts'
import { useLineage } from './providers/use.ts'
import { splitBatch, splitReading } from './reading-nodes.ts'
import { findLetter, findSeries, regionOfObject } from './reading-store.ts'
import { lineageRoutes } from './routes.ts'
import { findOrigin, findRuns } from './row-store.ts'
import { seesLineage } from './scope.ts'
import { attributesOfType, regionOfSource, sourcesOfType } from './sensed-store.ts'
import { verifyExport } from './verify.ts'
import { createWalk, keyOf, type Limits } from './walk.ts'

interface LineageServices {
  audit: Pick<Audit, 'record'>
  regions: Pick<RegionIndex, 'has' | 'name' | 'children'>
  units: Pick<UnitIndex, 'find'>
  catalogue: Pick<Catalogue, 'find' | 'list' | 'byEntityType'>
  held: Held
  grants: Pick<Grants, 'of' | 'find'>
  versionFields: (resource: string, version: number) => Promise<readonly string[] | undefined>
}

type Asked = { depth: number; nodes: number }

export interface Lineages extends Module, Lineage {
  /** what scenarios declare of their numbers; before start, twice throws */
  describe: (declared: readonly DeclaredNumbers[]) => void
  /** throws NOT_FOUND where nothing is known of the node or it lies outside the actor's regions */
  graph: (
    actor: Actor,
    node: { kind: LineageKind; id: string },
    direction: LineageDirection,
    asked: Asked,
  ) => Promise<LineageGraph>
  row: (actor: Actor, resource: Resource, key: string, asked: Asked) => Promise<RowLineage>
  verify: (actor: Actor, claim: ExportManifest) => Promise<ExportProof>
}

const FAN = 200
const PATIENCE = 10_000
const owns = (actor: Actor, resource: Resource): boolean =>
  unitsOf(actor).includes(resource.owner) || holdsFor(actor, 'quality.manage', resource)
const limitsOf = ({ depth, nodes }: Asked): Limits => ({ depth, nodes, fan: FAN })

/** The resource that a node is a part of; undefined for nodes of other kinds. */
const resourceOf = ({ kind, id }: { kind: LineageKind; id: string }): string | undefined => {
  if (kind === 'resource') return id
  if (kind === 'rule') return id.split('/')[0]
  if (kind === 'field' || kind === 'row') return id.startsWith('~') ? undefined : splitField(id).owner
  return undefined
}

export const createLineage = (ctx: Ctx, services: LineageServices): Lineages => {
  const { audit, regions, units, catalogue, held, grants, versionFields } = services
  const { db, pool, city } = ctx
  const providers: LineageProvider[] = []
  let described = false
  let derivations: readonly DeclaredDerivation[] = []
  let started = false

  const provide = (provider: LineageProvider): void => {
    if (started) throw new Error(`lineage provider ${provider.name} came after start`)
    if (providers.some(({ name }) => name === provider.name)) throw new Error(`lineage provider ${provider.name} is there twice`)
    providers.push(provider)
  }
  const types = async (): Promise<string[]> => (await catalogue.list({ kind: 'entities' })).flatMap(({ target }) => target ?? [])
  const unitName = (id: string): string => units.find(id)?.name ?? id
  provide(useLineage({ db, catalogue, grants, unitName }))
  provide(
    catalogueLineage({
      catalogue,
      unitName,
      attributesOf: (type) => attributesOfType(db, type),
      sourcesOf: (type, region) => sourcesOfType(db, type, region),
    }),
  )
  provide(sensedLineage(db))
  provide(readingLineage({ db, pool, derivations: () => derivations }))
  provide(subscriptionLineage(db, types))

  /** Where a source, or what came from one, lies. */
  const regionOf = async ({ kind, id }: { kind: LineageKind; id: string }): Promise<string | undefined> => {
    if (kind === 'source') return regionOfSource(db, id)
    if (kind === 'object') return regionOfObject(db, id)
    if (kind === 'batch') {
      const source = splitBatch(id)?.source
      return source === undefined ? undefined : regionOfSource(db, source)
    }
    if (kind === 'deadLetter') return /^\d{1,15}$/.test(id) ? (await findLetter(db, Number(id)))?.region : undefined
    return undefined
  }
  /** A reading shows a value: where a resource protects the attribute, only its owner sees it. */
  const seesReading = async (actor: Actor, id: string): Promise<boolean> => {
    const asked = splitReading(id)
    const series = asked && (await findSeries(db, asked.series))
    if (!series) return true
    if (!mayIn(actor, 'lineage.read', series.region)) return false
    const described = await catalogue.byEntityType(series.type)
    return described.every(
      (resource) =>
        owns(actor, resource) ||
        !resource.fields.some((field) => field.name === fieldNameOf(series.attribute) && isProtectedField(field)),
    )
  }
  const visibleTo =
    (actor: Actor) =>
    async (node: { kind: LineageKind; id: string }): Promise<boolean> => {
      const own = resourceOf(node)
      if (own !== undefined) {
        const resource = await catalogue.find(own)
        return resource !== undefined && seesLineage(actor, resource)
      }
      if (node.kind === 'indicator') {
        const region = node.id.split('@')[1]
        return region === undefined || mayIn(actor, 'lineage.read', region)
      }
      if (node.kind === 'reading') return seesReading(actor, node.id)
      const region = await regionOf(node)
      return region === undefined || mayIn(actor, 'lineage.read', region)
    }
  const walkFor = (actor: Actor) => createWalk({ providers, visible: visibleTo(actor), patience: PATIENCE })

  const graph: Lineages['graph'] = async (actor, node, direction, asked) => {
    const visible = visibleTo(actor)
    if (!(await visible(node))) throw new AppError('NOT_FOUND')
    const walk = walkFor(actor)
    const edges = await walk.around(node, new Set())
    const self = edges.flatMap(({ from, to }) => [from, to]).find((one) => keyOf(one) === keyOf(node))
    if (!self) throw new AppError('NOT_FOUND')
    // what hangs on resources of other regions alone (a connector, a grant) is not told either
    const owners = edges.flatMap(({ from, to }) => [from, to]).filter((one) => resourceOf(one) !== undefined)
    const seen = await Promise.all(owners.map(visible))
    if (owners.length > 0 && !seen.includes(true)) throw new AppError('NOT_FOUND')
    return walk.walk(self, direction, limitsOf(asked))
  }

  const row: Lineages['row'] = async (actor, resource, key, asked) => {
    const keys = resource.fields.filter(({ name }) => resource.keys.includes(name))
    // whether a person is in a table at all is for its owner to know
    if (keys.some(isProtectedField) && !owns(actor, resource)) throw new AppError('OUT_OF_SCOPE')
    if (resource.kind !== 'table') throw new AppError('NOT_FOUND')
    await held.ensure(resource)
    const origin = await findOrigin(db, held.table(resource), key)
    if (!origin || (origin.region !== null && !mayIn(actor, 'lineage.read', origin.region))) throw new AppError('NOT_FOUND')
    const shownKey = keys.some(isProtectedField) ? `${origin.run ?? '-'}:${origin.line ?? '-'}` : key
    const self: LineageNode = { kind: 'row', id: `${resource.id}#${shownKey}`, title: `${resource.title} ${shownKey}` }
    const by = origin.line === null ? '写入' : `第 ${origin.line} 行`
    const edges: LineageEdge[] = [{ from: self, to: resourceNode(resource), by: '数据行' }]
    const [fact] = origin.run === null ? [] : await findRuns(db, [origin.run])
    if (origin.run !== null)
      edges.push({
        from: {
          kind: 'run',
          id: String(origin.run),
          title: fact ? `${fact.connectorTitle} 第 ${origin.run} 批` : `第 ${origin.run} 批`,
        },
        to: self,
        by,
      })
    const own: LineageProvider = {
      name: 'row',
      edges: async (node) => edges.filter(({ from, to }) => [keyOf(from), keyOf(to)].includes(keyOf(node))),
    }
    const { walk } = createWalk({ providers: [...providers, own], visible: visibleTo(actor), patience: PATIENCE })
    return {
      resource: resource.id,
      title: resource.title,
      version: resource.version,
      run: origin.run,
      line: origin.line,
      at: origin.at?.toISOString() ?? null,
      region: origin.region,
      graph: await walk(self, 'both', limitsOf(asked)),
    }
  }

  const verify: Lineages['verify'] = (actor, claim) =>
    verifyExport({ db, catalogue, held, versionFields, walk: walkFor(actor).walk }, claim)

  return {
    name: 'lineage',
    provide,
    describe(declared) {
      if (described) throw new Error('numbers are declared twice')
      described = true
      derivations = declared.flatMap((one) => one.derivations ?? [])
      provide(indicatorLineage({ db, regions, city: city.code, declared }))
    },
    graph,
    row,
    verify,
    routes: lineageRoutes({ ctx, audit, catalogue, lineage: { graph, row, verify } }),
    start: async () => {
      started = true
    },
  }
}
