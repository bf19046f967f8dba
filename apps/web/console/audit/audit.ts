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

/** case:01a1fedf-…-12010114 → 事项 …12010114: what it is, and as much of its id as tells two apart. */
export const useSubjectWords = (): ((subject: string) => string) => {
  const t = useWords()
  return (subject) => {
    const at = subject.indexOf(':')
    const [kind, id] = [subject.slice(0, at), subject.slice(at + 1)]
    const name = at < 1 ? '' : t(`audit.subjects.${kind}`, { defaultValue: '' })
    return name === '' ? subject : `${name} ${id.length > 24 ? `…${id.slice(-8)}` : id}`
  }
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
    case 'resource':
      return `/console/catalogue?open=${open}`
    case 'grant':
      return `/console/grants?open=${open}`
    case 'connector':
      return `/console/connectors?open=${open}`
    case 'run':
      return `/console/runs?open=${open}`
    case 'return-package':
      return `/console/return-flow?open=${open}`
    case 'export':
      return `/console/exports?open=${open}`
    default:
      return subject.startsWith('urn:') ? `/console/entities?open=${encodeURIComponent(subject)}` : null
  }
}
