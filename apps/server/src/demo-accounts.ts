/** Demonstration accounts: one per kind of person, in demo mode only. Passwords are public on purpose. */
import type { Grant } from '@haihe/contract'

interface DemoPerson {
  login: string
  name: string
  password: string
  grants: Grant[]
}

const person = (login: string, name: string, ...grants: Grant[]): DemoPerson => ({
  login,
  name,
  password: 'haihe-demo-2026',
  grants,
})
const grant = (role: Grant['role'], region: string, unit: string | null = null): Grant => ({ role, region, unit })

export const DEMO_ACCOUNTS: readonly DemoPerson[] = [
  person('shizhang', '市级值班领导', grant('leader', '12'), grant('supervisor', '12', 'tj-dsj')),
  person('shizhongxin', '市级调度员', grant('cityCenter', '12', 'tj-dsj')),
  person('quzhongxin', '和平区网格中心', grant('districtCenter', '120101', 'hp-wgzx')),
  person('chengguan', '和平区城管委承办人', grant('deptHandler', '120101', 'hp-cgw')),
  person('huanbao', '和平区生态环境局承办人', grant('deptHandler', '120101', 'hp-sthj')),
  person('jiaojing', '和平区交警支队承办人', grant('deptHandler', '120101', 'hp-jgj')),
  person(
    'jiedao',
    '劝业场街道派遣员',
    grant('streetDispatcher', '120101001', 'st-120101001'),
    grant('deptHandler', '120101001', 'st-120101001'),
  ),
  person('wanggeyuan', '劝业场网格员', grant('gridWorker', '120101001', 'st-120101001')),
  person('hedong', '河东区城管委承办人', grant('deptHandler', '120102', 'hd-cgw')),
  person('shujuke', '大数据中心数据工程师', grant('dataEngineer', '12', 'tj-dsj')),
  person('minzheng', '市民政局数据工程师', grant('dataEngineer', '12', 'tj-mzj')),
  person('shenji', '审计员', grant('auditor', '12', 'tj-dsj')),
  person('guanliyuan', '系统管理员', grant('admin', '12', 'tj-dsj')),
  person('shimin', '市民王女士', grant('citizen', '12')),
]

/** The twin's clerks leave what happens here to the people behind the accounts above. */
export const DEMO_REGIONS: readonly string[] = ['120101001']
