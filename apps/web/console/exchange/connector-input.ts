import type { ConnectorView } from '@haihe/contract'

/** What is sent to keep a connector as it is, with some of it changed; its secrets stay. */
export const connectorInput = (
  { kind, title, resource, enabled, schedule, mapping, settings }: ConnectorView,
  change: Partial<Pick<ConnectorView, 'title' | 'enabled' | 'schedule' | 'mapping'>>,
) => ({ kind, title, resource, enabled, schedule, mapping, settings, ...change })
