/** What the one who reported sees, and sends, over /api/citizen/reports. Plain words, no names of staff in full. */
import { z } from 'zod'
import { CitizenStep } from './case-type.ts'
import { AttachmentView, CaseReport } from './case-view.ts'
import { CaseAppraisal } from './case-words.ts'
import { Place } from './form.ts'
import { Text } from './text.ts'

const Instant = z.iso.datetime({ offset: true })

/** Body of POST /api/citizen/reports: a report with, if they wish, how to reach the one who reports. */
export const CitizenReportInput = CaseReport
export type CitizenReportInput = z.infer<typeof CitizenReportInput>

export const CitizenStage = z.object({
  step: CitizenStep,
  title: Text,
  state: z.enum(['done', 'current', 'todo']),
  at: Instant.nullable(),
})
export type CitizenStage = z.infer<typeof CitizenStage>

/** GET /api/citizen/reports (Page of it, newest first) and /api/citizen/reports/:id */
export const CitizenReport = z.object({
  id: z.string(),
  caseNo: z.string(),
  type: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  categoryTitle: Text,
  /** one sentence on where it stands */
  status: Text,
  step: CitizenStep,
  open: z.boolean(),
  place: Place.nullable(),
  address: z.string(),
  regionName: z.string(),
  /** who is dealing with it */
  unitName: z.string().nullable(),
  reportedAt: Instant,
  updatedAt: Instant,
  closedAt: Instant.nullable(),
  /** by when it should be dealt with; null while nobody can say */
  dueAt: Instant.nullable(),
  cover: z.string().nullable(),
  stages: z.array(CitizenStage),
  /** what happened, newest last */
  progress: z.array(
    z.object({
      at: Instant,
      text: Text,
      /** unit, and the person's name with all but its first letter covered */
      by: z.string().nullable(),
      note: z.string(),
      attachments: z.array(AttachmentView),
    }),
  ),
  attachments: z.array(AttachmentView),
  appraisal: CaseAppraisal.nullable(),
  /** true while an appraisal is welcome */
  canAppraise: z.boolean(),
  appraiseUntil: Instant.nullable(),
  /** own: reported by the reader; joined: the reader joined somebody else's report and sees no words or photos of it */
  relation: z.enum(['own', 'joined']),
  joined: z.number().int(),
})
export type CitizenReport = z.infer<typeof CitizenReport>

/** Body of POST /api/citizen/reports/:id/appraise */
export const AppraiseInput = z.strictObject({
  responded: z.boolean(),
  resolved: z.enum(['yes', 'partly', 'no']),
  satisfaction: z.number().int().min(1).max(5),
  comment: z.string().max(500).default(''),
})
export type AppraiseInput = z.infer<typeof AppraiseInput>

/** GET /api/citizen/reports/similar?type=&category=&lon=&lat=: open cases nearby, nearest first, nothing personal */
export const SimilarReport = z.object({
  id: z.string(),
  category: z.string(),
  categoryTitle: Text,
  /** metres */
  distance: z.number().int(),
  status: Text,
  step: CitizenStep,
  reportedAt: Instant,
  joined: z.number().int(),
  /** already the reader's own, or joined by the reader */
  mine: z.boolean(),
})
export type SimilarReport = z.infer<typeof SimilarReport>
