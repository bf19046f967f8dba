/** Lineage (血缘): where a number comes from and who uses it, as a graph. */
import { z } from 'zod'
import type { Text } from './text.ts'

/**
 * Identifiers by kind: source and connector their own; run its number; resource its uuid; field `<resource>#<field>`, or
 * `~<type>#<attribute>` for an attribute of city objects; indicator its id, with `@<region>` for the number of one region;
 * row `<resource>#<key>`; reading `<series>@<epoch milliseconds>`; batch `<source>/<number>`, the request that brought
 * readings; object the URI of a city object; the others their own.
 */
export const LINEAGE_KINDS = [
  'source',
  'connector',
  'run',
  'resource',
  'field',
  'row',
  'indicator',
  'rule',
  'grant',
  'unit',
  'export',
  'replication',
  'subscription',
  'package',
  'object',
  'reading',
  'batch',
  'deadLetter',
  'case',
] as const
export const LineageKind = z.enum(LINEAGE_KINDS)
export type LineageKind = z.infer<typeof LineageKind>

export const LINEAGE_KIND_NAMES: Record<LineageKind, Text> = {
  source: { zh: '数据源', en: 'Source' },
  connector: { zh: '接入任务', en: 'Connector' },
  run: { zh: '运行批次', en: 'Run' },
  resource: { zh: '信息资源', en: 'Resource' },
  field: { zh: '信息项', en: 'Field' },
  row: { zh: '数据行', en: 'Row' },
  indicator: { zh: '指标', en: 'Indicator' },
  rule: { zh: '质量规则', en: 'Quality rule' },
  grant: { zh: '授权', en: 'Grant' },
  unit: { zh: '单位', en: 'Unit' },
  export: { zh: '导出', en: 'Export' },
  replication: { zh: '库表同步', en: 'Replication' },
  subscription: { zh: '订阅', en: 'Subscription' },
  package: { zh: '回流包', en: 'Return package' },
  object: { zh: '城市对象', en: 'City object' },
  reading: { zh: '读数', en: 'Reading' },
  batch: { zh: '到达批次', en: 'Arrival' },
  deadLetter: { zh: '死信', en: 'Dead letter' },
  case: { zh: '案件', en: 'Case' },
}

export const LineageNodeView = z.object({
  kind: LineageKind,
  id: z.string(),
  title: z.string(),
  /** steps from the node that was asked for; negative upstream */
  distance: z.number().int(),
  /** its further neighbours were left out for the limit of depth or size */
  more: z.boolean(),
})
export type LineageNodeView = z.infer<typeof LineageNodeView>

export const LineageEdgeView = z.object({
  /** `<kind>:<id>` */
  from: z.string(),
  to: z.string(),
  /** job or mapping that made it */
  by: z.string(),
})
export type LineageEdgeView = z.infer<typeof LineageEdgeView>

export const LINEAGE_DIRECTIONS = ['up', 'down', 'both'] as const
export const LineageDirection = z.enum(LINEAGE_DIRECTIONS)
export type LineageDirection = z.infer<typeof LineageDirection>

/** GET /api/lineage/:kind/:id */
export const LineageGraph = z.object({
  root: z.string(),
  nodes: z.array(LineageNodeView),
  edges: z.array(LineageEdgeView),
  /** the graph goes on where it was cut */
  truncated: z.boolean(),
  /** providers that did not answer: their edges are missing */
  missing: z.array(z.string()),
})
export type LineageGraph = z.infer<typeof LineageGraph>

/** GET /api/lineage/rows/:resource/:key: the way of one held row. */
export const RowLineage = z.object({
  resource: z.uuid(),
  title: z.string(),
  version: z.number().int(),
  run: z.number().int().nullable(),
  line: z.number().int().nullable(),
  at: z.iso.datetime({ offset: true }).nullable(),
  region: z.string().nullable(),
  graph: LineageGraph,
})
export type RowLineage = z.infer<typeof RowLineage>

/** What an export says of where it comes from; part of its manifest. */
export const ExportManifest = z.object({
  export: z.string().min(1).max(200),
  resource: z.uuid(),
  /** version of the resource it was made from */
  version: z.number().int().min(1),
  at: z.iso.datetime({ offset: true }),
  /** columns of the file and the field each holds */
  columns: z
    .array(z.object({ name: z.string().min(1).max(200), field: z.string().min(1).max(60) }))
    .min(1)
    .max(300),
  rows: z.number().int().min(0),
  /** rows by the run that wrote them; null where the row came by no run */
  runs: z.array(z.object({ run: z.number().int().nullable(), rows: z.number().int().min(0) })).max(10_000),
})
export type ExportManifest = z.infer<typeof ExportManifest>

export const EXPORT_FAULTS = [
  'resource-unknown',
  'version-unknown',
  'field-not-in-version',
  'field-without-origin',
  'column-twice',
  'rows-not-sum-of-runs',
  'run-unknown',
  'run-of-another-resource',
  'run-after-export',
  'more-rows-than-run-wrote',
  'rows-missing-now',
] as const
export const ExportFault = z.enum(EXPORT_FAULTS)
export type ExportFault = z.infer<typeof ExportFault>

/** POST /api/lineage/exports/verify */
export const ExportProof = z.object({
  ok: z.boolean(),
  columns: z.array(
    z.object({
      name: z.string(),
      field: z.string(),
      ok: z.boolean(),
      origins: z.array(z.string()),
      fault: ExportFault.nullable(),
    }),
  ),
  runs: z.array(
    z.object({
      run: z.number().int().nullable(),
      rows: z.number().int(),
      /** rows of the run that are still held as the run wrote them */
      held: z.number().int(),
      connector: z.string().nullable(),
      source: z.string().nullable(),
      fault: ExportFault.nullable(),
    }),
  ),
  faults: z.array(ExportFault),
})
export type ExportProof = z.infer<typeof ExportProof>
