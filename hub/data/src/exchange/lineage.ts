/** What the exchange knows of where rows come from: source → connector → run → resource and its fields. */
import { mappedColumns, type RunTrigger } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import { fieldId, type LineageEdge, type LineageNode, type LineageProvider } from '../platform/ports.ts'
import { type ConnectorRow, connectorsOf, findConnector } from './connector/connector-store.ts'
import { findRun, lastRuns, type RunRow } from './run/run-store.ts'

/** Address of a source without secrets: what people recognise. */
const sourceNode = (connector: ConnectorRow): LineageNode => {
  const name = ((): string => {
    switch (connector.kind) {
      case 'postgres':
        return `postgresql://${connector.settings.host}:${connector.settings.port}/${connector.settings.database}/${connector.settings.schema}.${connector.settings.table}`
      case 'mysql':
        return `mysql://${connector.settings.host}:${connector.settings.port}/${connector.settings.database}/${connector.settings.table}`
      case 'http':
        return connector.settings.url.replace(/[?#].*$/, '')
      case 'ngsi-ld':
        return `${connector.settings.broker ?? 'ngsi-ld'} ${connector.settings.type}`
      case 'mqtt':
        return `${connector.settings.url.replace(/\/\/[^/@]*@/, '//')} ${connector.settings.topic}`
      case 'folder':
        return `inbox/${connector.id}`
      case 'upload':
        return `upload/${connector.id}`
    }
  })()
  // what lies in the hub has no address that anybody knows
  const known = { folder: `监视文件夹 ${connector.title}`, upload: `上传文件 ${connector.title}` } as Record<string, string>
  return { kind: 'source', id: name, title: known[connector.kind] ?? name }
}

const TRIGGERS: Record<RunTrigger, string> = { hand: '人工运行', schedule: '定时运行', arrival: '随到达运行', replay: '重新装载' }

const connectorNode = ({ id, title }: ConnectorRow): LineageNode => ({ kind: 'connector', id, title })
const resourceNode = ({ resource, resourceTitle }: ConnectorRow): LineageNode => ({
  kind: 'resource',
  id: resource,
  title: resourceTitle,
})
const runNode = (run: RunRow): LineageNode => ({
  kind: 'run',
  id: String(run.id),
  title: `#${run.id} ${run.createdAt.toISOString()}`,
})

/** Edges of a connector: its source, its last run, its resource, and the fields that its mapping fills. */
const edgesOf = (connector: ConnectorRow, run: RunRow | undefined): LineageEdge[] => {
  const [source, node, resource] = [sourceNode(connector), connectorNode(connector), resourceNode(connector)]
  const by = connector.title
  const fields = Object.entries(connector.mapping.fields).map(([name, field]): LineageEdge => {
    const columns = mappedColumns({ fields: { [name]: field }, tables: {} })
    const to: LineageNode = { kind: 'field', id: fieldId({ resource: connector.resource, field: name }), title: name }
    return { from: node, to, by: [columns.join(' + '), ...field.transforms.map(({ op }) => op)].filter(Boolean).join(' → ') }
  })
  return [
    { from: source, to: node, by },
    { from: node, to: resource, by },
    ...(run
      ? [
          { from: node, to: runNode(run), by: TRIGGERS[run.trigger] },
          { from: runNode(run), to: resource, by: `写入 ${run.written} 行` },
        ]
      : []),
    ...fields,
  ]
}

export const exchangeLineage = (db: Db): LineageProvider => ({
  name: 'exchange',
  async edges({ kind, id }) {
    if (kind === 'run') {
      const run = /^\d{1,15}$/.test(id) ? await findRun(db, Number(id)) : undefined
      const connector = run && (await findConnector(db, run.connector))
      return connector ? edgesOf(connector, run) : []
    }
    const connectors = await connectorsOf(db, kind === 'field' ? { kind: 'resource', id: id.split('#')[0] ?? '' } : { kind, id })
    const shown = kind === 'source' ? connectors.filter((connector) => sourceNode(connector).id === id) : connectors
    const runs = await lastRuns(
      db,
      shown.map((connector) => connector.id),
    )
    const edges = shown.flatMap((connector) =>
      edgesOf(
        connector,
        runs.find((run) => run.connector === connector.id),
      ),
    )
    return kind === 'field' ? edges.filter(({ to }) => to.kind !== 'field' || to.id === id) : edges
  },
})
