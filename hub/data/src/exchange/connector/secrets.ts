/** Secrets of connectors: sealed with the hub's own secret, bound to their connector, never answered. */
import type { Config } from '@haihe/kernel'
import { createKeys, hubSecret, type Keys } from '@haihe/kernel/identity/secrets'
import type { ConnectorRow } from './connector-store.ts'

type Known = Record<string, string>

export interface Secrets {
  open: (connector: Pick<ConnectorRow, 'id' | 'sealed'>) => Known
  /** what is given replaces what is there; null removes it */
  change: (id: string, before: Known, given: Record<string, string | null>) => { sealed: Buffer | null; secretNames: string[] }
}

const purpose = (id: string): string => `connector:${id}`

export const createSecrets = (config: Pick<Config, 'mode' | 'secret' | 'home'>): Secrets => {
  let made: Keys | undefined
  const keys = (): Keys => {
    made ??= createKeys(hubSecret(config))
    return made
  }
  return {
    open: ({ id, sealed }) => (sealed === null ? {} : (JSON.parse(keys().open(purpose(id), sealed)) as Known)),
    change(id, before, given) {
      const all = Object.fromEntries(
        Object.entries({ ...before, ...given }).filter((entry): entry is [string, string] => entry[1] !== null),
      )
      const secretNames = Object.keys(all).sort()
      return { sealed: secretNames.length === 0 ? null : keys().seal(purpose(id), JSON.stringify(all)), secretNames }
    },
  }
}
