/** A service's settings as its form writes them, and back. */
import type { ServiceInput, ServiceParameter, ServiceSettings } from '@haihe/contract'

export interface ServiceDraft {
  url: string
  method: ServiceSettings['method']
  /** a line each: «Name: value» */
  headers: string
  secrets: string
  parameters: ServiceParameter[]
  rows: string
  /** a line each: «field = path» */
  members: string
  timeoutSeconds: string
  mostKilobytes: string
  enabled: boolean
}

/** Lines of «name <sign> value»; an empty value is null. */
export const linesOf = (text: string, sign: ':' | '='): [name: string, value: string | null][] =>
  text.split('\n').flatMap((line): [string, string | null][] => {
    const at = line.indexOf(sign)
    const name = (at < 0 ? line : line.slice(0, at)).trim()
    const value = at < 0 ? '' : line.slice(at + 1).trim()
    return name === '' ? [] : [[name, value === '' ? null : value]]
  })

const textOf = (of: Readonly<Record<string, string>>, sign: string): string =>
  Object.entries(of)
    .map(([name, value]) => `${name}${sign} ${value}`)
    .join('\n')

export const draftOf = (settings: ServiceSettings | undefined, target: string | null, enabled: boolean): ServiceDraft => ({
  url: settings?.url ?? target ?? '',
  method: settings?.method ?? 'GET',
  headers: textOf(settings?.headers ?? {}, ':'),
  secrets: '',
  parameters: settings?.parameters ?? [],
  rows: settings?.rows ?? '',
  members: textOf(settings?.members ?? {}, ' ='),
  timeoutSeconds: String(settings?.timeoutSeconds ?? 10),
  mostKilobytes: String(settings?.mostKilobytes ?? 1024),
  enabled,
})

const filled = (lines: readonly [string, string | null][]): Record<string, string> =>
  Object.fromEntries(lines.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

export const inputOf = (draft: ServiceDraft, version: number): ServiceInput => ({
  settings: {
    url: draft.url.trim(),
    method: draft.method,
    headers: filled(linesOf(draft.headers, ':')),
    parameters: draft.parameters.map((one) => ({ ...one, name: one.name.trim(), title: one.title.trim() || one.name.trim() })),
    rows: draft.rows.trim(),
    members: filled(linesOf(draft.members, '=')),
    timeoutSeconds: Number(draft.timeoutSeconds),
    mostKilobytes: Number(draft.mostKilobytes),
  },
  // a name without a value takes the secret away
  secrets: Object.fromEntries(linesOf(draft.secrets, ':')),
  enabled: draft.enabled,
  version,
})

export const NEW_PARAMETER: ServiceParameter = {
  name: '',
  title: '',
  type: 'text',
  required: false,
  in: 'query',
  field: null,
  choices: [],
  fallback: null,
}
