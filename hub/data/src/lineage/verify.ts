/**
 * Proves from lineage what an export says of itself: each column is a field of the stated version and comes from
 * somewhere, and the rows are those that the stated runs wrote. Rows that are no longer held must be accounted for by
 * later runs.
 */
import type { ExportFault, ExportManifest, ExportProof, Resource } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import type { Catalogue, Held } from '../platform/ports.ts'
import { fieldNode } from './providers/catalogue.ts'
import { changedSince, findRuns, heldByRun, type RunFact } from './row-store.ts'
import type { Walk } from './walk.ts'

interface VerifyServices {
  db: Db
  catalogue: Pick<Catalogue, 'find'>
  held: Held
  /** names of the fields of a published version; undefined when there is none */
  versionFields: (resource: string, version: number) => Promise<readonly string[] | undefined>
  walk: Walk['walk']
}

const DEPTH = 4

const failed = (fault: ExportFault): ExportProof => ({ ok: false, columns: [], runs: [], faults: [fault] })

/** Where the values of a field come from: connectors and sources upstream of it. */
const originsOf = async (walk: Walk['walk'], resource: Resource, field: string): Promise<string[]> => {
  const limits = { depth: DEPTH, nodes: 2000, fan: 1000 }
  const graph = await walk(fieldNode(resource, field), 'up', limits)
  return graph.nodes.filter(({ kind }) => kind === 'connector' || kind === 'source').map(({ kind, id }) => `${kind}:${id}`)
}

const columnsOf = async (
  { versionFields, walk }: VerifyServices,
  resource: Resource,
  claim: ExportManifest,
): Promise<ExportProof['columns'] | undefined> => {
  const known = await versionFields(resource.id, claim.version)
  if (!known) return undefined
  const names = new Set<string>()
  const columns: ExportProof['columns'] = []
  for (const { name, field } of claim.columns) {
    const twice = names.has(name)
    names.add(name)
    const inVersion = known.includes(field)
    // a field that a later version dropped has no node of its own any more; its resource still has
    const origins = inVersion ? await originsOf(walk, resource, field) : []
    const moved = claim.runs.some(({ run, rows }) => run !== null && rows > 0)
    const fault: ExportFault | null = twice
      ? 'column-twice'
      : !inVersion
        ? 'field-not-in-version'
        : moved && origins.length === 0 && resource.fields.some((one) => one.name === field)
          ? 'field-without-origin'
          : null
    columns.push({ name, field, ok: fault === null, origins, fault })
  }
  return columns
}

const faultOf = (run: ExportManifest['runs'][number], fact: RunFact | undefined, claim: ExportManifest): ExportFault | null => {
  if (run.run === null) return null
  if (!fact) return 'run-unknown'
  if (fact.resource !== claim.resource) return 'run-of-another-resource'
  if (fact.createdAt.getTime() > new Date(claim.at).getTime()) return 'run-after-export'
  return run.rows > fact.written ? 'more-rows-than-run-wrote' : null
}

/** Rows held now by the run that wrote them. City objects come by no run and change all the time: the claim stands. */
const rowsByRun = async (
  { db, held }: Pick<VerifyServices, 'db' | 'held'>,
  resource: Resource,
  at: Date,
  claimed: ReadonlyMap<number | null, number>,
): Promise<ReadonlyMap<number | null, number>> => {
  if (resource.kind !== 'table') return new Map([[null, claimed.get(null) ?? 0]])
  await held.ensure(resource)
  return new Map((await heldByRun(db, held.table(resource), at)).map(({ run, n }) => [run, n]))
}

export const verifyExport = async (services: VerifyServices, claim: ExportManifest): Promise<ExportProof> => {
  const { db, catalogue } = services
  const resource = await catalogue.find(claim.resource)
  if (!resource) return failed('resource-unknown')
  const columns = await columnsOf(services, resource, claim)
  if (!columns) return failed('version-unknown')
  const at = new Date(claim.at)
  const faults = new Set<ExportFault>()
  const ids = claim.runs.flatMap(({ run }) => run ?? [])
  const facts = new Map((await findRuns(db, ids)).map((fact) => [fact.id, fact]))
  const counted = new Map<number | null, number>()
  for (const { run, rows } of claim.runs) counted.set(run, (counted.get(run) ?? 0) + rows)
  const now = await rowsByRun(services, resource, at, counted)
  const runs = [...counted].map(([run, rows]): ExportProof['runs'][number] => {
    const fact = run === null ? undefined : facts.get(run)
    return {
      run,
      rows,
      held: now.get(run) ?? 0,
      connector: fact?.connector ?? null,
      source: fact ? `${fact.connectorTitle}（${fact.kind}）` : null,
      fault: faultOf({ run, rows }, fact, claim),
    }
  })
  if (runs.reduce((sum, { rows }) => sum + rows, 0) !== claim.rows) faults.add('rows-not-sum-of-runs')
  const lost = runs.reduce((sum, run) => sum + Math.max(0, run.rows - run.held), 0)
  if (lost > 0 && lost > (await changedSince(db, resource.id, at))) faults.add('rows-missing-now')
  for (const { fault } of [...columns, ...runs]) if (fault) faults.add(fault)
  return { ok: faults.size === 0, columns, runs, faults: [...faults] }
}

/** For claims: rows by the run that wrote them, as an export would count them now. */
export const runsNow = async (db: Db, held: Held, resource: Resource, at: Date): Promise<ExportManifest['runs']> =>
  resource.kind === 'table' ? (await heldByRun(db, held.table(resource), at)).map(({ run, n }) => ({ run, rows: n })) : []
