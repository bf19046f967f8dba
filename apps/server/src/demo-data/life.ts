/** What happens with the data: grants, reads by staff, and what a street gets back. */
import type { DataGrantInput, Purpose } from '@haihe/contract'
import { DEMO_STREET } from './generate.ts'
import type { HubClient } from './hub-client.ts'
import { addRules, type Ids } from './quality-rules.ts'

/** A client that acts for a unit. */
export type ActFor = (unit: string, name: string, region?: string) => Promise<HubClient>

interface GrantRow {
  resource: string
  unit: string
  fields: string[]
  clear: string[]
  purpose: Purpose
  basis: string
  region: string | null
}

const MARK = '（模拟授权）'

const GRANTS: readonly GrantRow[] = [
  {
    resource: 'population',
    unit: 'tj-mzj',
    fields: ['sfzh', 'xm', 'csrq', 'jd_code'],
    clear: ['xm'],
    purpose: 'public-service',
    basis: `高龄津贴资格核验${MARK}`,
    region: null,
  },
  {
    resource: 'population',
    unit: 'st-120101001',
    fields: ['xm', 'xb', 'xzz', 'lxdh', 'jd_code'],
    clear: ['xm', 'xzz'],
    purpose: 'governance',
    basis: `网格走访和应急联络${MARK}`,
    region: DEMO_STREET,
  },
  {
    resource: 'living-alone',
    unit: 'tj-wjw',
    fields: ['xm', 'dz', 'lxdh', 'jkzk', 'jd_code'],
    clear: ['xm'],
    purpose: 'public-service',
    basis: `家庭医生上门服务${MARK}`,
    region: null,
  },
  {
    resource: 'insurance',
    unit: 'tj-ybj',
    fields: ['sfzh', 'xm', 'cbzt', 'jd_code'],
    clear: ['cbzt'],
    purpose: 'supervision',
    basis: `参保状态比对${MARK}`,
    region: null,
  },
  {
    resource: 'enterprises',
    unit: 'tj-shuiju',
    fields: ['tyshxydm', 'qymc', 'fddbr', 'djzt', 'jd_code'],
    clear: ['tyshxydm', 'qymc', 'djzt'],
    purpose: 'supervision',
    basis: `税务登记信息确认${MARK}`,
    region: null,
  },
]

const inOneYear = (now: Date): string => new Date(now.getTime() + 365 * 86_400_000).toISOString()

const issue = async (engineer: HubClient, ids: Ids, now: Date): Promise<void> => {
  for (const { resource, unit, ...rest } of GRANTS) {
    const input: DataGrantInput = {
      ...rest,
      resource: ids.get(resource)!,
      grantee: unit,
      channels: ['api', 'file'],
      quota: 10_000,
      from: now.toISOString(),
      until: inOneYear(now),
    }
    await engineer.post('/api/grants', input)
  }
}

interface ReadRow {
  unit: string
  /** as the person whose data it is will see it */
  name: string
  resource: string
  purpose: Purpose
  basis: string
  region?: string
}

const READS: readonly ReadRow[] = [
  {
    unit: 'tj-mzj',
    name: '高龄津贴核发系统（模拟）',
    resource: 'elder-allowance',
    purpose: 'public-service',
    basis: '高龄津贴按月核发',
  },
  {
    unit: 'tj-mzj',
    name: '关爱服务平台（模拟）',
    resource: 'living-alone',
    purpose: 'public-service',
    basis: '独居老人每周探访',
  },
  {
    unit: 'tj-wjw',
    name: '家庭医生工作站（模拟）',
    resource: 'living-alone',
    purpose: 'public-service',
    basis: '家庭医生上门服务',
  },
  {
    unit: 'st-120101001',
    name: '街道网格员（模拟）',
    resource: 'population',
    purpose: 'governance',
    basis: '冬季独居老人走访',
    region: DEMO_STREET,
  },
  { unit: 'tj-ybj', name: '参保比对任务（模拟）', resource: 'insurance', purpose: 'supervision', basis: '年度参保状态比对' },
  { unit: 'tj-shuiju', name: '税务登记岗（模拟）', resource: 'enterprises', purpose: 'supervision', basis: '税务登记信息确认' },
]

const read = async (actFor: ActFor, ids: Ids): Promise<void> => {
  for (const { unit, name, resource, purpose, basis, region } of READS) {
    const client = await actFor(unit, name, region)
    const reason = new URLSearchParams({ purpose, basis, limit: '1000', way: 'screen' })
    await client.get(`/api/resources/${ids.get(resource)}/rows?${reason}`)
  }
}

const returnPackage = (engineer: HubClient, ids: Ids, now: Date): Promise<unknown> =>
  engineer.post('/api/return-flow/packages', {
    title: '劝业场街道基层治理数据回流包（模拟）',
    summary: '辖区内的实有人口、独居老人和租赁房屋，供街道走访、关爱和安全检查使用。全部为模拟数据。',
    unit: `st-${DEMO_STREET}`,
    region: DEMO_STREET,
    cycle: 'realtime',
    basis: `基层治理数据回流${MARK}`,
    until: inOneYear(now),
    parts: [
      { resource: ids.get('population'), fields: ['xm', 'xb', 'csrq', 'xzz', 'lxdh'], clear: ['xm', 'xb', 'xzz'] },
      {
        resource: ids.get('living-alone'),
        fields: ['xm', 'dz', 'lxdh', 'jjlxr', 'jjdh', 'tfcs'],
        clear: ['xm', 'dz', 'lxdh', 'tfcs'],
      },
      { resource: ids.get('rentals'), fields: ['xm', 'zl', 'qzrq', 'dqrq'], clear: ['zl', 'qzrq', 'dqrq'] },
    ],
  })

/** What the data authority asks of another bureau: waits until somebody of that bureau confirms it on screen. */
const proposal = (authority: HubClient, ids: Ids, now: Date): Promise<unknown> =>
  authority.post('/api/return-flow/packages', {
    title: '劝业场街道养老服务数据回流包（模拟）',
    summary: '辖区内高龄津贴的发放情况，供街道核对应享未享。由大数据管理中心提请，待市民政局确认。全部为模拟数据。',
    unit: `st-${DEMO_STREET}`,
    region: DEMO_STREET,
    cycle: 'realtime',
    basis: `基层治理数据回流${MARK}`,
    until: inOneYear(now),
    parts: [{ resource: ids.get('elder-allowance'), fields: ['sfzh', 'xm', 'bz', 'zt'], clear: ['bz', 'zt'] }],
  })

interface Living {
  /** of the data authority */
  authority: () => Promise<HubClient>
  engineer: HubClient
  /** for every owner at once */
  asOwners: () => Promise<HubClient>
  actFor: ActFor
}

/** Once: a package stands for all of it. */
export const liveWith = async ({ authority, engineer, asOwners, actFor }: Living, ids: Ids, now: Date): Promise<void> => {
  const { items } = await engineer.get<{ items: { title: string }[] }>(`/api/return-flow/packages?region=${DEMO_STREET}`)
  if (items.length > 0) return
  await addRules(await asOwners(), ids, now.toISOString().slice(0, 10))
  await issue(engineer, ids, now)
  await read(actFor, ids)
  await returnPackage(engineer, ids, now)
  await proposal(await authority(), ids, now)
}
