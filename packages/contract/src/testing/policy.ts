/** Loans of a library, and who asks for them: what the tests of the policy share. */
import type { Decision } from '../data-decision.ts'
import type { DataGrant } from '../data-grant.ts'
import { decideRead, type PolicyLimits, type ReadQuestion } from '../data-policy.ts'
import type { Actor, Role } from '../permission.ts'
import type { FieldClassification, Resource, ResourceField } from '../resource.ts'

const AT = new Date('2026-11-20T02:00:00Z')
export const LIMITS: PolicyLimits = { volume: { steps: [{ rows: 1000, raise: 1 }], most: 4 }, smallest: 5 }

export const field = (name: string, classification: Partial<FieldClassification> = {}): ResourceField => ({
  name,
  title: name,
  type: 'text',
  length: null,
  required: false,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'public', mask: 'none', confirmed: true, reason: '', ...classification },
})

const FIELDS = [
  field('title'),
  field('shelf', { grade: 2, category: 'business' }),
  field('fee', { grade: 3, category: 'business' }),
  field('reader', { grade: 3, category: 'name', mask: 'name' }),
  field('reader_id', { grade: 4, category: 'identity-number', mask: 'identity-number' }),
]

export const resourceOf = (more: Partial<Resource> = {}): Resource =>
  ({
    id: 'loans',
    owner: 'library',
    region: '99',
    state: 'published',
    version: 1,
    stopped: false,
    rows: 10,
    fields: FIELDS,
    sharing: { type: 'conditional', condition: '', basis: '' },
    opening: { type: 'unconditional', condition: '' },
    ...more,
  }) as Resource

export const actorOf = (unit: string | null, assurance = 3, role: Role = 'deptHandler', region = '99'): Actor => ({
  id: 'a',
  kind: 'person',
  name: 'a',
  grants: [{ role, unit, region }],
  assurance,
})

export const grantOf = (more: Partial<DataGrant> = {}): DataGrant => ({
  id: 'g1',
  resource: 'loans',
  grantee: 'school',
  fields: ['shelf', 'fee', 'reader', 'reader_id'],
  clear: ['fee'],
  purpose: 'public-service',
  basis: '章程',
  region: null,
  channels: ['api', 'table', 'file', 'event'],
  quota: null,
  from: '2026-01-01T00:00:00Z',
  until: '2027-01-01T00:00:00Z',
  grantedBy: 'x',
  grantedAt: '2026-01-01T00:00:00Z',
  caseId: null,
  revokedAt: null,
  revokedReason: null,
  ...more,
})

export const ask = (more: Partial<ReadQuestion> = {}): Decision =>
  decideRead({
    actor: actorOf('school'),
    resource: resourceOf(),
    grants: [],
    holdings: [],
    reason: { purpose: 'public-service', basis: '章程' },
    way: 'api',
    at: AT,
    subject: null,
    limits: LIMITS,
    ...more,
  })
