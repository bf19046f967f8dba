/** What a person or enterprise sees of their own data: who read it, which resources hold it, what they objected to. */
import { z } from 'zod'
import { READ_WAYS } from './data-decision.ts'
import { Purpose } from './data-grant.ts'

const Instant = z.iso.datetime({ offset: true })

export const SUBJECT_KINDS = ['person', 'enterprise'] as const
export const SubjectKind = z.enum(SUBJECT_KINDS)
export type SubjectKind = z.infer<typeof SubjectKind>

/** Whom an account stands for. The number itself is never stored: only its key and this form of it. */
export const VerifiedSubject = z.object({
  kind: SubjectKind,
  /** 1****************4 */
  masked: z.string(),
  /** simulated: a demonstration that asked no register */
  method: z.enum(['simulated', 'outside']),
  verifiedAt: Instant,
})
export type VerifiedSubject = z.infer<typeof VerifiedSubject>

/** POST /api/my-data/verify: the real-name step (实名认证). */
export const SubjectVerification = z.strictObject({
  kind: SubjectKind,
  number: z.string().trim().min(15, '请填写完整的号码').max(40),
  /** as the register has it */
  name: z.string().trim().min(2, '请填写姓名或名称').max(100),
})
export type SubjectVerification = z.infer<typeof SubjectVerification>

export const MyDataStanding = z.object({
  subjects: z.array(VerifiedSubject),
  /** verification asks no register here */
  simulated: z.boolean(),
})
export type MyDataStanding = z.infer<typeof MyDataStanding>

/** 已提交 核查中 已答复 已办结 */
export const OBJECTION_STATES = ['sent', 'open', 'answered', 'closed'] as const
export const ObjectionState = z.enum(OBJECTION_STATES)
export type ObjectionState = z.infer<typeof ObjectionState>

export const MyObjection = z.object({
  read: z.number().int(),
  resource: z.string(),
  resourceTitle: z.string(),
  text: z.string(),
  at: Instant,
  state: ObjectionState,
  caseId: z.string().nullable(),
  caseNo: z.string().nullable(),
  reply: z.string().nullable(),
  changedAt: Instant,
})
export type MyObjection = z.infer<typeof MyObjection>

export const MyRead = z.object({
  id: z.number().int(),
  at: Instant,
  /** who read: name and unit */
  name: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  /** I was it */
  own: z.boolean(),
  resource: z.string(),
  resourceTitle: z.string(),
  purpose: Purpose.nullable(),
  basis: z.string().nullable(),
  way: z.enum(READ_WAYS),
  fields: z.array(z.object({ name: z.string(), title: z.string(), masked: z.boolean() })),
  objection: ObjectionState.nullable(),
})
export type MyRead = z.infer<typeof MyRead>

export const MyReads = z.object({
  items: z.array(MyRead),
  /** opaque; null after the last page */
  next: z.string().nullable(),
})
export type MyReads = z.infer<typeof MyReads>

/** Units that read me, for the filter. */
export const MyReaders = z.object({
  units: z.array(z.object({ unit: z.string(), name: z.string(), reads: z.number().int(), last: Instant })),
  total: z.number().int(),
})
export type MyReaders = z.infer<typeof MyReaders>

/** Somebody looked at the list of who read me (audit). */
export const MyLookup = z.object({
  id: z.number().int(),
  at: Instant,
  name: z.string(),
  unitName: z.string().nullable(),
  purpose: Purpose,
  basis: z.string(),
})
export type MyLookup = z.infer<typeof MyLookup>

export const MyHolding = z.object({
  resource: z.string(),
  title: z.string(),
  summary: z.string(),
  ownerName: z.string(),
  kind: SubjectKind,
  /** rows about me; null where the count itself may not be told */
  rows: z.number().int().nullable(),
  /** fields that I may see */
  fields: z.number().int(),
  updatedAt: Instant.nullable(),
})
export type MyHolding = z.infer<typeof MyHolding>

export const MyRecords = z.object({
  resource: z.string(),
  title: z.string(),
  ownerName: z.string(),
  fields: z.array(z.object({ name: z.string(), title: z.string(), masked: z.boolean() })),
  rows: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable(),
})
export type MyRecords = z.infer<typeof MyRecords>

export const ObjectionInput = z.strictObject({
  read: z.number().int().positive(),
  text: z.string().trim().min(5, '请写明为什么有异议，不少于 5 个字').max(500),
})
export type ObjectionInput = z.infer<typeof ObjectionInput>
