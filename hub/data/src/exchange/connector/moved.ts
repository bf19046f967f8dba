/** What a change of settings means: another address is not the one that was allowed, another source has no last position. */
import type { ConnectorSettings } from '@haihe/contract'

/** What an administrator allows when they allow private networks: where a request goes and what it asks there. */
const addressOf = ({ kind, settings }: ConnectorSettings): unknown => {
  switch (kind) {
    case 'postgres':
    case 'mysql':
      return [settings.host, settings.port]
    case 'http':
      return [settings.url, settings.method, settings.body]
    case 'ngsi-ld':
      return settings.broker
    case 'mqtt':
      return settings.url
    default:
      return null
  }
}

/** How long one waits, how much is read twice and how the line is encrypted do not make another source. */
const sourceOf = ({ settings }: ConnectorSettings): unknown =>
  JSON.parse(JSON.stringify(settings), (name, value) =>
    ['timeoutSeconds', 'overlapRows', 'overlapSeconds', 'tls', 'headers'].includes(name) ? undefined : value,
  )

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)

/** The permission for private networks goes. */
export const hasMoved = (before: ConnectorSettings, after: ConnectorSettings): boolean =>
  differ(addressOf(before), addressOf(after))

/** The next increment starts from the beginning. */
export const isOtherSource = (before: ConnectorSettings, after: ConnectorSettings): boolean =>
  differ(sourceOf(before), sourceOf(after))
