import { useWords } from '../../ui/i18n.ts'

export interface AuditEntry {
  seq: number
  at: string
  actor: { id: string; kind: string; name: string }
  action: string
  subject: string
  region: string
  purpose: string | null
  basis: string | null
  details: Record<string, unknown>
  traceId: string | null
}

/** noun.verb in words; an action without words is shown as it is. */
export const useActionWords = (): ((action: string) => string) => {
  const t = useWords()
  return (action) => t(`audit.actions.${action.replaceAll('.', '/')}`, { defaultValue: action })
}

/** Where in the console a subject can be looked at; null when nowhere. */
export const subjectHref = (subject: string): string | null => {
  const at = subject.indexOf(':')
  const [kind, id] = [subject.slice(0, at), subject.slice(at + 1)]
  if (at < 1 || id === '' || id === '*') return null
  const open = encodeURIComponent(id)
  switch (kind) {
    case 'source':
      return `/console/sources?open=${open}`
    case 'dead-letter':
      return `/console/dead-letters?open=${open}`
    case 'account':
      return `/console/accounts?open=${open}`
    case 'token':
      return `/console/tokens?open=${open}`
    case 'rule':
      return `/console/rules?open=${open}`
    case 'case':
      return `/governance/cases/${open}`
    case 'entity':
      return `/console/entities?open=${open}`
    case 'subscription':
      return `/console/subscriptions?open=${open}`
    default:
      return subject.startsWith('urn:') ? `/console/entities?open=${encodeURIComponent(subject)}` : null
  }
}
