/**
 * The life of a city-management case (案件): 信息收集 → 案件建立 → 任务派遣 → 任务处理 → 处理反馈 → 核查结案 → 综合评价.
 * States and actions after the domain reference §1.2; what a state or an action means stands in its title.
 */
import { CaseTypeDef, type CaseTypeInput } from '@haihe/contract'
import { actionsAtDesk } from './actions-desk.ts'
import { actionsAtUnit } from './actions-unit.ts'
import { actionsOfVerdict } from './actions-verdict.ts'
import { CLOCKS } from './clocks.ts'

type State = CaseTypeInput['states'][number]

const STATES: State[] = [
  {
    id: 'reported',
    title: { zh: '已上报', en: 'Reported' },
    holder: 'desk',
    queue: 'dispatch',
    citizen: { step: 'received', text: { zh: '已收到您的反映，正在现场核实', en: 'Received; somebody is going to look' } },
  },
  {
    id: 'toRegister',
    title: { zh: '待立案', en: 'To be registered' },
    holder: 'desk',
    queue: 'dispatch',
    citizen: { step: 'received', text: { zh: '已核实，正在立案', en: 'Checked; being registered' } },
  },
  {
    id: 'toDispatch',
    title: { zh: '待派遣', en: 'To be dispatched' },
    holder: 'desk',
    queue: 'dispatch',
    citizen: { step: 'filed', text: { zh: '已立案，正在确定承办单位', en: 'Registered; the unit in charge is being found' } },
  },
  {
    id: 'toAccept',
    title: { zh: '待签收', en: 'To be accepted' },
    holder: 'unit',
    citizen: { step: 'assigned', text: { zh: '已派给承办单位，等待签收', en: 'Sent to the unit in charge' } },
  },
  {
    id: 'handling',
    title: { zh: '处置中', en: 'In progress' },
    holder: 'unit',
    citizen: { step: 'handling', text: { zh: '承办单位正在处理', en: 'The unit in charge is at work' } },
  },
  {
    id: 'conferring',
    title: { zh: '会商中', en: 'In conference' },
    holder: 'desk',
    queue: 'dispatch',
    clock: 'paused',
    citizen: {
      step: 'handling',
      text: { zh: '涉及多个部门，街镇正在组织会商', en: 'Several departments are settling who does what' },
    },
  },
  {
    id: 'suspended',
    title: { zh: '挂账', en: 'Suspended' },
    holder: 'unit',
    clock: 'paused',
    revive: 'revive',
    citizen: { step: 'handling', text: { zh: '暂时不具备解决条件，已列入计划', en: 'Cannot be solved just now; planned' } },
  },
  {
    id: 'toVerify',
    title: { zh: '待核查', en: 'To be verified' },
    holder: 'desk',
    queue: 'verify',
    citizen: { step: 'checking', text: { zh: '已处理完毕，街镇正在核查', en: 'Done; the street is checking' } },
  },
  {
    id: 'toAppraise',
    title: { zh: '待评价', en: 'To be appraised' },
    holder: 'reporter',
    citizen: { step: 'appraise', text: { zh: '问题已处理，请您评价', en: 'Dealt with; please say how it went' } },
  },
  {
    id: 'closed',
    title: { zh: '已结案', en: 'Closed' },
    holder: 'none',
    terminal: true,
    citizen: { step: 'done', text: { zh: '已办结', en: 'Closed' } },
  },
  {
    id: 'selfClosed',
    title: { zh: '已结案（自办）', en: 'Settled on the spot' },
    holder: 'none',
    terminal: true,
    citizen: { step: 'done', text: { zh: '已当场处理完毕', en: 'Settled on the spot' } },
  },
  {
    id: 'voided',
    title: { zh: '已作废', en: 'Not taken up' },
    holder: 'none',
    terminal: true,
    citizen: { step: 'refused', text: { zh: '未予立案，理由见下', en: 'Not taken up, for the reason below' } },
  },
]

const INPUT: CaseTypeInput = {
  id: 'city-management',
  version: 1,
  title: { zh: '城市管理案件', en: 'City management case' },
  numberPrefix: '津城管',
  owner: 'tj-cgw',
  desk: [
    { kind: 'street', in: 'street' },
    { kind: 'district-bureau', duty: 'wgzx', in: 'district' },
  ],
  sources: [
    { id: 'citizen', title: { zh: '随手拍', en: 'Citizen' }, roles: ['citizen'], public: true },
    { id: 'hotline', title: { zh: '12345 热线', en: '12345 hotline' }, roles: ['client'], public: true },
    { id: 'grid', title: { zh: '网格员', en: 'Grid worker' }, roles: ['gridWorker', 'communityOps'] },
    {
      id: 'staff',
      title: { zh: '工作人员', en: 'Staff' },
      roles: ['streetDispatcher', 'districtCenter', 'cityCenter'],
    },
    // the sense is the evidence and the rule decides: nobody need register and dispatch by hand
    { id: 'alert', title: { zh: '预警', en: 'Alert' }, follow: ['register', 'dispatch'] },
  ],
  photos: { citizen: 1, grid: 1 },
  states: STATES,
  // what the public reports is looked at on site first
  start: [{ when: [{ if: 'public', is: true }], to: 'reported' }, { to: 'toRegister' }],
  actions: [...actionsAtDesk, ...actionsAtUnit, ...actionsOfVerdict],
  clocks: CLOCKS,
  measures: { acceptClock: 'accept', contactClock: 'contact', handleClock: 'handle', totalClock: 'total' },
  events: {
    opened: 'city.events-opened',
    closed: 'city.events-closed',
    open: 'city.events-open',
    onTime: 'city.on-time-rate',
    response: 'city.response-rate',
    resolution: 'city.resolution-rate',
    satisfaction: 'city.satisfaction-rate',
    registered: 'city.filing-rate',
    handledOnTime: 'city.handled-on-time-rate',
    rework: 'city.rework-rate',
  },
}

export const cityManagement: CaseTypeDef = CaseTypeDef.parse(INPUT)
