/**
 * Grid workers find things on their rounds; clerks, dispatchers and street staff take the next step of what waits for
 * them. They know nothing of case types: they read which actions the hub offers and fill in the form it gives.
 */
import type { Http } from '../clients/http.ts'
import type { Complaint } from '../data/complaints.ts'
import { pickStreet, pointIn, type Street } from '../data/places.ts'
import { drawPhoto } from '../photo.ts'
import { pace, repeat, type Stage } from './player.ts'

interface FormField {
  name: string
  kind: string
  required: boolean
  min?: number
  max?: number
  options?: { value: string }[]
}
interface Offered {
  id: string
  tone: 'primary' | 'quiet' | 'danger'
  blocked: unknown
  form: FormField[]
}
interface Detail {
  summary: {
    id: string
    open: boolean
    category: string
    region: string
    unit: string | null
    place: { lon: number; lat: number } | null
  }
  seq: number
  available: Offered[]
}
interface Page {
  items: { id: string; region: string; place: object | null }[]
}

/** Steps that a person takes when all goes well; the rest is rare. */
const RARE = 0.06

const choose = (stage: Stage, offered: readonly Offered[]): Offered | undefined => {
  const free = offered.filter((action) => !action.blocked)
  // most clerks ring the person back; some forget, which is what the response rate is there to show
  const contact = free.find((action) => action.id === 'contact')
  if (contact && stage.random.chance(0.9)) return contact
  const expected = free.filter((action) => action.tone === 'primary')
  const unusual = free.filter((action) => action.tone === 'quiet' && action.id !== 'note')
  if (unusual.length > 0 && stage.random.chance(RARE)) return stage.random.pick(unusual)
  return expected.length > 0 ? stage.random.pick(expected) : undefined
}

const upload = (stage: Stage, http: Http, at: 'before' | 'after') =>
  http.upload<{ id: string }>('/api/attachments', `${at}.png`, 'image/png', drawPhoto(at, stage.random))

const WORDS = [
  '已安排人员到场处理。',
  '现场核实，情况属实。',
  '已清理完毕，现场恢复整洁。',
  '已通知责任单位整改。',
  '经核查，问题已解决。',
]

const fill = async (stage: Stage, http: Http, action: Offered, detail: Detail) => {
  const data: Record<string, unknown> = {}
  const attachments: string[] = []
  for (const field of action.form) {
    if (field.kind === 'photos') {
      if (field.required) attachments.push((await upload(stage, http, 'after')).id)
      continue
    }
    if (!field.required) continue
    const tomorrow = new Date(Date.now() + 5 * 86_400_000).toISOString()
    const values: Record<string, unknown> = {
      text: stage.random.pick(WORDS),
      longText: stage.random.pick(WORDS),
      number: Math.max(field.min ?? 1, Math.min(field.max ?? 3, 2)),
      boolean: true,
      choice: field.options?.length ? stage.random.pick(field.options).value : undefined,
      date: tomorrow.slice(0, 10),
      datetime: tomorrow,
      place: detail.summary.place,
      category: detail.summary.category,
      unit: detail.summary.unit,
      units: detail.summary.unit ? [detail.summary.unit] : [],
    }
    data[field.name] = values[field.kind]
  }
  return { data, attachments, note: stage.random.pick(WORDS) }
}

/** Takes one case of a queue one step further. */
const work = async (stage: Stage, clerks: Http, queue: string): Promise<void> => {
  const { items } = await clerks.get<Page>(`/api/cases?queue=${queue}`)
  if (items.length === 0) return
  // what lies in the streets kept for people is left to them
  // what lies nowhere is paperwork between departments, not work in the street
  const mine = items.filter((item) => item.place !== null && !stage.keep.some((region) => item.region.startsWith(region)))
  if (mine.length === 0) return
  const { id } = stage.random.pick(mine.slice(0, 20))
  const detail = await clerks.get<Detail>(`/api/cases/${id}`)
  const action = choose(stage, detail.available)
  if (!action) return
  const filled = await fill(stage, clerks, action, detail)
  await clerks.send('POST', `/api/cases/${id}/actions`, { action: action.id, expectedSeq: detail.seq, ...filled })
}

const find = async (stage: Stage, grid: Http, streets: readonly Street[], complaint: Complaint): Promise<void> => {
  const street = pickStreet(streets, stage.keep, stage.random)
  const photo = await upload(stage, grid, 'before')
  await grid.send('POST', '/api/cases', {
    type: 'city-management',
    category: complaint.category,
    title: complaint.title.slice(0, 60),
    description: complaint.real ? `【演示落点】${complaint.text}` : `【模拟】${complaint.text}`,
    place: { ...pointIn(street, stage.random), crs: 'EPSG:4490', address: `${street.name}（巡查发现，演示）` },
    attachments: [photo.id],
    provenance: complaint.real ? 'elsewhere' : 'simulated',
  })
}

const QUEUES = ['dispatch', 'unit', 'verify', 'all'] as const

export const playWorkers = async (
  stage: Stage,
  grid: Http,
  clerks: Http,
  streets: readonly Street[],
  next: () => Complaint,
): Promise<void> => {
  await Promise.all([
    repeat(
      'grid workers',
      stage,
      () => pace(stage, 25 * stage.random.between(0.5, 1.5), 4_000),
      () => find(stage, grid, streets, next()),
    ),
    repeat(
      'clerks',
      stage,
      () => pace(stage, 3, 1_500),
      () => work(stage, clerks, stage.random.pick(QUEUES)),
    ),
  ])
}
