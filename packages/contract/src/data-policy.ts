/**
 * The one decision over data: what of a resource an actor may see, and why. Pure, so that the button on a screen and the
 * server agree; the way the data travels changes nothing but which grants apply.
 *
 * Several grants never add up: one grant decides a read, every mask shows the same characters whoever asks, and the
 * parts of an identity number that a birthday would complete are not shown to a unit that knows the birthday, nor
 * pseudonyms of what it knows by name. Of two such grants the earlier one keeps what it shows.
 */
import type { Decision, DecisionReason, FieldDecision, ReadReason, ReadWay } from './data-decision.ts'
import type { Channel, DataGrant } from './data-grant.ts'
import { type Actor, ROLE_PERMISSIONS } from './permission.ts'
import { withinRegion } from './region.ts'
import {
  type DataCategory,
  type FieldClassification,
  type Grade,
  type Mask,
  PERSONAL,
  PROTECTED_FROM,
  type Resource,
} from './resource.ts'

/** Numbers of the decision that are dated rules. */
export interface PolicyLimits {
  /** a resource with at least so many rows has its protected fields' grades raised, never above `most` */
  volume: { steps: readonly { rows: number; raise: number }[]; most: Grade }
  /** counts below are suppressed for everybody but the owner */
  smallest: number
}

export type ReadResource = Pick<
  Resource,
  'id' | 'owner' | 'region' | 'state' | 'stopped' | 'rows' | 'fields' | 'sharing' | 'opening'
>

/** What the actor's units know besides: every grant ever issued to them, and (grant null) what they own. */
export interface Holding {
  resource: Pick<Resource, 'id' | 'fields'>
  grant: DataGrant | null
}

/** How a field was once shown to the actor's units; classifications change, what was read stays known. */
export interface ShownField {
  resource: string
  /** the first grant of its line of renewals; null without one */
  line: string | null
  field: string
  category: DataCategory
  mask: Mask
}

export interface ReadQuestion {
  actor: Pick<Actor, 'grants' | 'assurance'> & Partial<Pick<Actor, 'kind'>>
  resource: ReadResource
  /** grants of the resource, whoever's */
  grants: readonly DataGrant[]
  holdings: readonly Holding[]
  /** what was really shown so far */
  shown?: readonly ShownField[]
  reason: ReadReason | null
  way: ReadWay
  at: Date
  /** key of the verified person or enterprise that asks, of the kind that the resource is about; null for nobody */
  subject: string | null
  /** the grant to read under, when the caller names one */
  grant?: string | null
  /** region of the one object that is asked about: of several grants the widest that reaches it decides */
  row?: string
  limits: PolicyLimits
}

export const CHANNEL_OF: Record<ReadWay, Channel> = { api: 'api', screen: 'api', event: 'event', export: 'file', table: 'table' }

/** Units for which the actor may read data. */
export const readingUnits = (actor: Pick<Actor, 'grants'>): string[] => [
  ...new Set(
    actor.grants.flatMap(({ role, unit }) => (unit !== null && ROLE_PERMISSIONS[role].includes('data.read') ? [unit] : [])),
  ),
]

const isStaff = (actor: Pick<Actor, 'grants'>): boolean =>
  actor.grants.some(({ role }) => ROLE_PERMISSIONS[role].includes('data.read'))

export const isPersonal = ({ category }: Pick<FieldClassification, 'category'>): boolean => PERSONAL.includes(category)

/** The grade a field has in a resource of so many rows: grades rise with volume, except of what is public. */
export const gradeOf = (
  classification: Pick<FieldClassification, 'grade' | 'category'>,
  rows: number,
  { steps, most }: PolicyLimits['volume'],
): Grade => {
  const { grade } = classification
  if (grade >= most || (grade === 1 && !isPersonal(classification))) return grade
  const raise = Math.max(0, ...steps.filter((step) => rows >= step.rows).map((step) => step.raise))
  return Math.min(grade + raise, most)
}

/** The grade of the whole: the maximum of its fields, raised by volume (就高从严). */
export const collectionGrade = (resource: Pick<Resource, 'fields' | 'rows'>, limits: Pick<PolicyLimits, 'volume'>): Grade =>
  Math.max(...resource.fields.map((field) => gradeOf(field.classification, resource.rows, limits.volume)))

const isProtected = (classification: FieldClassification, grade: Grade): boolean =>
  grade >= PROTECTED_FROM || isPersonal(classification)

/** The mask of a value that must not be seen whole: a protected field without one is hidden. */
const maskOf = ({ mask }: FieldClassification): Mask => (mask === 'none' ? 'hide' : mask)

/** Shows more of an identity number than its ends: what a birthday would complete. */
const showsMuch = ({ category, mask }: Pick<FieldClassification, 'category' | 'mask'>): boolean =>
  mask === 'identity-number' ||
  (category === 'identity-number' && !['identity-number-outer', 'hide', 'pseudonym', 'none'].includes(mask))
/** To who may see the birthday beside it, or stands outside, an identity number shows its ends alone. */
const outer = (of: FieldClassification): Mask => (showsMuch(of) ? 'identity-number-outer' : maskOf(of))

/** For who may know more from elsewhere: ends alone, and no pseudonym. */
const sparse = (of: FieldClassification): Mask => (of.mask === 'pseudonym' ? 'hide' : outer(of))

const allow = (reason: DecisionReason): FieldDecision => ({ effect: 'allow', mask: 'none', reason })
const masked = (mask: Mask, reason: DecisionReason): FieldDecision => ({ effect: 'mask', mask, reason })
const deny = (reason: DecisionReason): FieldDecision => ({ effect: 'deny', mask: 'hide', reason })

const hasBirthday = ({ fields }: Pick<Resource, 'fields'>): boolean =>
  fields.some(({ classification }) => classification.category === 'birthday')

/** Orders grants by when they were made; what came first keeps what it shows. */
const isBefore = (a: DataGrant, b: DataGrant): boolean => {
  const [x, y] = [Date.parse(a.since ?? a.grantedAt), Date.parse(b.since ?? b.grantedAt)]
  return x < y || (x === y && a.id < b.id)
}

const showsBirthday = ({ resource, grant }: Holding): boolean =>
  resource.fields.some(
    ({ name, classification }) => classification.category === 'birthday' && (grant === null || grant.clear.includes(name)),
  )

/** Six first and four last characters: what a birthday would make whole. */
const showsMostOfIdentity = ({ resource, grant }: Holding): boolean =>
  grant !== null &&
  !hasBirthday(resource) &&
  resource.fields.some(
    ({ name, classification }) => showsMuch(classification) && grant.fields.includes(name) && !grant.clear.includes(name),
  )

/** A birthday follows from an identity number: a pseudonym of the one is a pseudonym of the other. */
const kin = (category: DataCategory): DataCategory => (category === 'birthday' ? 'identity-number' : category)

/** Categories that a holding shows whole, and those it shows as pseudonyms: side by side they would name each other. */
const categoriesOf = ({ resource, grant }: Holding, how: 'whole' | 'pseudonym'): DataCategory[] =>
  resource.fields.flatMap(({ name, classification }) => {
    const isWhole = grant === null || grant.clear.includes(name)
    const isShown = grant === null || grant.fields.includes(name)
    const matches = how === 'whole' ? isWhole : isShown && !isWhole && classification.mask === 'pseudonym'
    return matches && isPersonal(classification) ? [kin(classification.category)] : []
  })

/** Of one line of renewals, on the same terms: they count as one grant. */
const isSame = (a: DataGrant, b: DataGrant): boolean => (a.root ?? a.id) === (b.root ?? b.id)

interface Chosen {
  grant: DataGrant | null
  /** why there is none */
  reason: DecisionReason
}

/** Grants that apply, or the reason for which none does: the nearest miss counts. */
const applying = (
  { grants, reason, way, at, grant: named }: ReadQuestion,
  units: readonly string[],
): { open: readonly DataGrant[]; reason: DecisionReason } => {
  const none = (why: DecisionReason) => ({ open: [], reason: why })
  const mine = grants.filter((grant) => units.includes(grant.grantee) && (!named || grant.id === named))
  if (mine.length === 0) return none('no-grant')
  const valid = mine.filter((grant) => grant.revokedAt === null || Date.parse(grant.revokedAt) > at.getTime())
  if (valid.length === 0) return none('grant-revoked')
  const begun = valid.filter((grant) => Date.parse(grant.from) <= at.getTime())
  if (begun.length === 0) return none('no-grant')
  const current = begun.filter((grant) => at.getTime() < Date.parse(grant.until))
  if (current.length === 0) return none('grant-expired')
  if (reason === null) return none('protected-without-purpose')
  const meant = current.filter((grant) => grant.purpose === reason.purpose)
  if (meant.length === 0) return none('purpose-not-granted')
  const open = meant.filter((grant) => grant.channels.includes(CHANNEL_OF[way]))
  return open.length === 0 ? none('channel-not-granted') : { open, reason: 'granted-clear' }
}

/** The widest grant that applies; for one object the widest that reaches it. */
const choose = (question: ReadQuestion, units: readonly string[]): Chosen => {
  const { open, reason } = applying(question, units)
  const { row } = question
  const near = open.filter(({ region }) => row === undefined || region === null || withinRegion(row, region))
  const width = (grant: DataGrant): number[] => [
    grant.clear.length,
    grant.fields.length,
    -(grant.region?.length ?? 0),
    Date.parse(grant.until),
  ]
  const [widest] = [...(near.length > 0 ? near : open)].sort((a, b) => {
    const [x, y] = [width(a), width(b)]
    const differs = x.findIndex((value, n) => value !== y[n])
    return differs < 0 ? (a.id < b.id ? -1 : 1) : (y[differs] as number) - (x[differs] as number)
  })
  return { grant: widest ?? null, reason }
}

/** What the asker's units know besides this grant. */
const knowledgeOf = (resource: Pick<Resource, 'fields'>, earlier: readonly Holding[], facts: readonly ShownField[]) => {
  const personal = facts.filter(isPersonal)
  const shownAs = (mask: Mask): DataCategory[] => personal.filter((one) => one.mask === mask).map(({ category }) => kin(category))
  return {
    birthday:
      hasBirthday(resource) ||
      earlier.some(showsBirthday) ||
      facts.some(({ category, mask }) => category === 'birthday' && mask === 'none'),
    identity: earlier.some(showsMostOfIdentity) || facts.some(showsMuch),
    whole: new Set([...earlier.flatMap((one) => categoriesOf(one, 'whole')), ...shownAs('none')]),
    pseudonyms: new Set([...earlier.flatMap((one) => categoriesOf(one, 'pseudonym')), ...shownAs('pseudonym')]),
  }
}

interface Scope {
  regions: string[] | null
  subject: string | null
  grant: string | null
  smallest: number
}

const conclude = (fields: Record<string, FieldDecision>, scope: Scope, raised: boolean): Decision => {
  const all = Object.values(fields)
  const reasons = [...new Set(all.map(({ reason }) => reason))]
  const asks = reasons.includes('protected-without-purpose')
  const shown = all.filter(({ effect }) => effect !== 'deny')
  const effect = asks ? 'ask' : shown.length === 0 ? 'deny' : shown.some((one) => one.effect === 'mask') ? 'mask' : 'allow'
  return { effect, reasons: raised ? [...reasons, 'volume-raised-grade'] : reasons, fields, ...scope }
}

/** Decides one read. Every field of the resource has its answer. */
export const decideRead = (question: ReadQuestion): Decision => {
  const { actor, resource, holdings, reason, subject, limits } = question
  const units = readingUnits(actor)
  const isOwner = units.includes(resource.owner)
  const grade = (of: FieldClassification): Grade => gradeOf(of, resource.rows, limits.volume)
  const raised = resource.fields.some(({ classification }) => grade(classification) > classification.grade)
  const whole: Scope = { regions: null, subject: null, grant: null, smallest: isOwner ? 1 : limits.smallest }
  const each = (decide: (of: FieldClassification, name: string) => FieldDecision): Record<string, FieldDecision> =>
    Object.fromEntries(resource.fields.map(({ name, classification }) => [name, decide(classification, name)]))
  const answer = (decide: (of: FieldClassification, name: string) => FieldDecision, scope: Partial<Scope> = {}): Decision =>
    conclude(each(decide), { ...whole, ...scope }, raised)
  /**
   * Grade 4 and above of a person's data opens to a second factor only. A machine has none: its credential was given out
   * by somebody who had, and what it may see whole a grant has named for it.
   */
  const assured = (of: FieldClassification, otherwise: FieldDecision): FieldDecision =>
    isPersonal(of) && grade(of) >= 4 && actor.assurance < 3 && actor.kind !== 'machine'
      ? masked(sparse(of), 'assurance-too-low')
      : otherwise

  if (resource.state !== 'published' && resource.state !== 'changing' && !isOwner)
    return answer(() => deny('resource-not-published'))

  if (reason?.purpose === 'own-data') {
    if (subject === null || actor.assurance < 2) return answer(() => deny('assurance-too-low'))
    return answer((of) => assured(of, allow('own-record')), { subject, smallest: limits.smallest })
  }

  if (isOwner) {
    const scopes = actor.grants.filter(({ unit }) => unit === resource.owner).map(({ region }) => region)
    const regions = scopes.some((scope) => withinRegion(resource.region, scope)) ? null : [...new Set(scopes)]
    return answer(
      (of) => (isProtected(of, grade(of)) && reason === null ? deny('protected-without-purpose') : assured(of, allow('owner'))),
      { regions },
    )
  }
  if (resource.stopped) return answer(() => deny('sharing-stopped'))

  const isOpen = (of: FieldClassification): boolean =>
    resource.opening.type === 'unconditional' && grade(of) === 1 && !isPersonal(of)
  const isShared = resource.sharing.type === 'unconditional' && isStaff(actor)
  /** What needs no grant; undefined when the field does. */
  const free = (of: FieldClassification): FieldDecision | undefined => {
    if (isProtected(of, grade(of)) || (!isOpen(of) && !isShared)) return undefined
    const why = isOpen(of) ? 'public-field' : 'shared-unconditionally'
    return of.mask === 'none' ? allow(why) : masked(outer(of), why)
  }
  if (resource.sharing.type === 'refused') return answer((of) => free(of) ?? deny('sharing-refused'))

  const { grant, reason: missed } = choose(question, units)
  if (!grant) return answer((of) => free(of) ?? deny(missed))

  const earlier = holdings.filter((one) => one.grant === null || (!isSame(one.grant, grant) && isBefore(one.grant, grant)))
  const line = grant.root ?? grant.id
  const known = question.shown ?? []
  const isOwn = (one: ShownField): boolean => one.line === line
  /** Under what is known from elsewhere; the second factor aside. */
  const underGrant =
    (facts: readonly ShownField[]) =>
    (of: FieldClassification, name: string): FieldDecision => {
      if (!grant.fields.includes(name)) return free(of) ?? deny('field-not-granted')
      const knows = knowledgeOf(resource, earlier, facts)
      const isClear = grant.clear.includes(name) || (of.mask === 'none' && !isProtected(of, grade(of)))
      if (!isClear) {
        if (of.mask === 'pseudonym' && knows.whole.has(kin(of.category))) return masked('hide', 'granted-masked')
        return masked(knows.birthday ? outer(of) : maskOf(of), 'granted-masked')
      }
      if (of.category === 'birthday' && knows.identity) return masked('year', 'granted-masked')
      if (knows.pseudonyms.has(kin(of.category))) return masked(sparse(of), 'granted-masked')
      return allow('granted-clear')
    }
  const others = known.filter((one) => !isOwn(one))
  const now = each(underGrant(others))
  // what this grant itself showed otherwise before its resource was classified anew is known as well
  const changed = known.filter((one) => isOwn(one) && now[one.field]?.mask !== one.mask)
  const decided = changed.length === 0 ? now : each(underGrant([...others, ...changed]))
  return answer(
    (of, name) => {
      const word = decided[name]!
      return word.reason === 'granted-clear' ? assured(of, word) : word
    },
    { grant: grant.id, regions: grant.region === null ? null : [grant.region] },
  )
}

/** Regions that any grant of the asker reaches, where a grant decides; else those of the decision. Null: all. */
export const reachOf = (question: ReadQuestion, decision: Pick<Decision, 'regions' | 'grant'>): string[] | null => {
  if (decision.grant === null) return decision.regions
  const { open } = applying(question, readingUnits(question.actor))
  const regions = open.map(({ region }) => region)
  return regions.includes(null) ? null : [...new Set(regions.filter((region) => region !== null))]
}

/** Fields that are shown, whole or masked. */
export const shownFields = ({ fields }: Pick<Decision, 'fields'>): string[] =>
  Object.keys(fields).filter((name) => fields[name]?.effect !== 'deny')

/** Fields that are shown whole: the only ones to filter, order and group by. */
export const wholeFields = ({ fields }: Pick<Decision, 'fields'>): string[] =>
  Object.keys(fields).filter((name) => fields[name]?.effect === 'allow')
