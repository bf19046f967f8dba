/**
 * Departments that need one another's data: a handful of needs over the ledger, each brought to another step and left there
 * for the people who try the city. Everything is stated as simulated, and stated once however often the twin starts.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Http, HttpError } from '../clients/http.ts'
import type { Stage } from './player.ts'

interface Listed {
  id: string
  loadedAt: string | null
}
interface Entry extends Listed {
  title: string
  owner: string
  fields: { name: string; title: string }[]
}
interface Detail {
  row: { id: string; state: string; owner: { id: string } | null; resource: { id: string } | null }
  case: { seq: number; available: { id: string; blocked: unknown }[] }
}
interface Step {
  action: string
  data?: Record<string, unknown>
}
interface Plan {
  key: string
  unit: string
  title: string
  matter: string
  fields: string[]
  purpose: string
  basis: string
  frequency: string
  owner: string
  steps: Step[]
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const WHY = { basis: '部门“三定”规定（演示）', note: '【模拟】演示用说明' }

const PLANS: readonly Plan[] = [
  {
    key: 'noise',
    unit: 'hp-sthj',
    title: '夜间施工许可与噪声投诉比对',
    matter: '噪声扰民协同治理',
    fields: ['工地名称', '许可起止时间', '施工单位'],
    purpose: 'governance',
    basis: '《中华人民共和国噪声污染防治法》（演示）',
    frequency: 'daily',
    owner: 'tj-zjw',
    steps: [],
  },
  {
    key: 'plates',
    unit: 'hp-cgw',
    title: '违停车辆号牌核对',
    matter: '静态交通柔性执法',
    fields: ['号牌号码', '车辆类型', '检验有效期'],
    purpose: 'supervision',
    basis: '《天津市机动车停车管理办法》（演示）',
    frequency: 'realtime',
    owner: 'tj-gaj',
    steps: [{ action: 'review' }],
  },
  {
    key: 'elders',
    unit: 'st-120101001',
    title: '独居老人名册回流',
    matter: '社区关爱走访',
    fields: ['姓名', '住址', '联系电话'],
    purpose: 'return-flow',
    basis: '《中华人民共和国老年人权益保障法》（演示）',
    frequency: 'monthly',
    owner: 'tj-mzj',
    steps: [{ action: 'review' }, { action: 'confirm', data: { promise: inDays(12) } }],
  },
  {
    key: 'meters',
    unit: 'hp-zjw',
    title: '空置房用水量核查',
    matter: '既有房屋安全排查',
    fields: ['户号', '月用水量'],
    purpose: 'governance',
    basis: '《城市房屋安全管理规定》（演示）',
    frequency: 'monthly',
    owner: 'tj-cgw',
    steps: [{ action: 'review' }, { action: 'disown', data: WHY }],
  },
  {
    key: 'health',
    unit: 'hp-scjgw',
    title: '餐饮从业人员健康信息',
    matter: '食品安全检查',
    fields: ['姓名', '健康证有效期', '体检结论'],
    purpose: 'supervision',
    basis: '《中华人民共和国食品安全法》（演示）',
    frequency: 'weekly',
    owner: 'tj-wjw',
    steps: [{ action: 'review' }, { action: 'refuse', data: { reason: 'excess', ...WHY } }],
  },
]

const state = async (http: Http, plan: Plan, resource: Entry | undefined): Promise<Detail> => {
  const { key, unit, title, matter, purpose, basis, frequency, owner } = plan
  const fields = resource
    ? resource.fields.slice(0, 3).map(({ name, title: words }) => ({ name: words, field: name }))
    : plan.fields.map((name) => ({ name }))
  return http.send<Detail>('POST', '/api/ledger', {
    title,
    matter,
    description: '【模拟】演示需求',
    fields,
    purpose,
    basis,
    frequency,
    wantedBy: inDays(20),
    unit,
    ...(resource ? { resource: resource.id } : { owner }),
    clientKey: `demo-need-${key}`,
    provenance: 'simulated',
  })
}

/** Only while the case still offers the step: what people have done since is theirs. */
const advance = async (http: Http, found: Detail, steps: readonly Step[]): Promise<void> => {
  let detail = found
  for (const { action, data = {} } of steps) {
    if (!detail.case.available.some((each) => each.id === action && !each.blocked)) return
    const body = { action, expectedSeq: detail.case.seq, data }
    await http.send('POST', `/api/cases/${detail.row.id}/actions`, body)
    detail = await http.get<Detail>(`/api/ledger/${detail.row.id}`)
  }
}

const REVIEW: Step = { action: 'review' }
const CONFIRM: Step = { action: 'confirm', data: { promise: inDays(5) } }
const AUTHORISE: Step = { action: 'authorise', data: { until: inDays(180) } }
const GRANT: Step = { action: 'grantDirectly', data: { until: inDays(180) } }
const USED: Step = { action: 'declareUsed', data: { note: '【模拟】已接入业务系统' } }
const RATED: Step = { action: 'rate', data: { resolved: 'yes', satisfaction: 5, comment: '【模拟】满足' } }

interface About {
  unit: string
  title: string
  matter: string
  steps: Step[]
}

/** Needs about what the catalogue has already, each at a later step than the one before. */
const ABOUT: readonly { query: string; needs: readonly About[] }[] = [
  {
    query: 'kind=entities&sharing=unconditional',
    needs: [
      { unit: 'hp-sthj', title: '实时共享', matter: '移动源监管', steps: [] },
      { unit: 'hp-jgj', title: '接入勤务调度', matter: '交通秩序管理', steps: [GRANT] },
      { unit: 'hp-zwb', title: '接入一网统管', matter: '城市运行调度', steps: [GRANT, USED] },
      { unit: 'hp-yjj', title: '接入应急值守', matter: '应急值守', steps: [GRANT, USED, RATED] },
    ],
  },
  {
    query: 'kind=table&sharing=conditional',
    needs: [
      { unit: 'hp-scjgw', title: '用于信用监管', matter: '企业信用分类监管', steps: [REVIEW, CONFIRM] },
      { unit: 'hp-zwb', title: '用于免提交', matter: '政务服务减证便民', steps: [REVIEW, CONFIRM, AUTHORISE] },
    ],
  },
]

const planOf = (about: About, key: string, resource: Entry): Plan => ({
  ...about,
  key,
  title: `「${resource.title}」${about.title}`.slice(0, 60),
  fields: [],
  purpose: 'governance',
  basis: '《政务数据共享条例》（演示）',
  frequency: 'daily',
  owner: resource.owner,
})

const attempt = async (stage: Stage, what: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    stage.log(`供需对接演示「${what}」未完成：${error.message}`)
  }
}

/** Entries with something in them. */
const filled = async (http: Http, query: string): Promise<Entry[]> => {
  const { items } = await http.get<{ items: Listed[] }>(`/api/catalogue?state=published&${query}&limit=50`)
  const some = items.filter(({ loadedAt }) => loadedAt !== null).slice(0, 4)
  return Promise.all(some.map(async ({ id }) => (await http.get<{ resource: Entry }>(`/api/catalogue/${id}`)).resource))
}

/** How often, and how long apart, the catalogue is asked whether its first entries have filled. */
const TRIES = 20
const APART_MS = 60_000

const askAbout = async (stage: Stage, clerks: Http, { query, needs }: (typeof ABOUT)[number]): Promise<void> => {
  for (let tries = 0; tries < TRIES && !stage.stop.aborted; tries += 1) {
    const entries = await filled(clerks, query)
    for (const [index, about] of entries.length > 0 ? needs.entries() : []) {
      const resource = entries[index % entries.length] as Entry
      const plan = planOf(about, `${query}-${index}`, resource)
      await attempt(stage, plan.title, async () => advance(clerks, await state(clerks, plan, resource), plan.steps))
    }
    if (entries.length > 0) return
    await sleep(APART_MS, undefined, { signal: stage.stop }).catch(() => {})
  }
}

/** `clerks` speak for every unit. */
export const playDepartments = async (stage: Stage, clerks: Http): Promise<void> => {
  for (const plan of PLANS)
    await attempt(stage, plan.title, async () => advance(clerks, await state(clerks, plan, undefined), plan.steps))
  await Promise.all(ABOUT.map((each) => askAbout(stage, clerks, each)))
}
