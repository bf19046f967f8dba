/**
 * A made-up domain for the tests of this floor: readers report what is wrong with books, a branch sends the report to a
 * workshop, the workshop mends the book, the branch checks. The hub must not be able to tell it from a city.
 */
import {
  type ActionDef,
  CaseTypeDef,
  type CaseTypeInput,
  type CategoryDef,
  type Field,
  type Role,
  type RoutingRule,
  RoutingRule as RoutingRuleSchema,
  type Rule,
  type Scenario,
  type Text,
} from '@haihe/contract'
import type { UnitInfo } from '../ports.ts'
import { rateRules } from '../rates/rules.ts'

const text = (zh: string, en: string): Text => ({ zh, en })
const same = (word: string): Text => ({ zh: word, en: word })

export const BRANCH = 'br-990101001'
export const OTHER_BRANCH = 'br-990102001'
export const BINDERY = 'ws-bindery'
export const OTHER_BINDERY = 'ws-bindery-2'
export const STORE = 'ws-store'

const unit = (id: string, kind: string, region: string, duties: string[] = []): UnitInfo => ({
  id,
  name: `${id} 名`,
  kind,
  region,
  duties,
})

export const UNITS: readonly UnitInfo[] = [
  unit(BRANCH, 'branch', '990101001'),
  unit('br-990101002', 'branch', '990101002'),
  unit(OTHER_BRANCH, 'branch', '990102001'),
  unit(BINDERY, 'workshop', '990101', ['binding']),
  unit(OTHER_BINDERY, 'workshop', '990102', ['binding']),
  unit(STORE, 'workshop', '990101', ['store']),
]

/** Streets of 0.1° × 0.1°: 990101001 lies at 117.0–117.1, 39.0–39.1, and so on eastward. */
export const PLACES: readonly { region: string; west: number }[] = [
  { region: '990101001', west: 117.0 },
  { region: '990101002', west: 117.1 },
  { region: '990102001', west: 117.2 },
]

export const pointIn = (region: string) => {
  const west = PLACES.find((place) => place.region === region)?.west ?? 117
  return { lon: west + 0.05, lat: 39.05, crs: 'EPSG:4490' as const, address: '三层东侧书架' }
}

export const CATEGORIES: readonly CategoryDef[] = [
  { code: '01', leaf: false, parent: null, words: [] },
  { code: '0101', leaf: true, parent: '01', words: ['散页'] },
  { code: '0102', leaf: true, parent: '01', words: [], selfHandle: true },
  { code: '02', leaf: false, parent: null, words: [] },
  { code: '0201', leaf: true, parent: '02', words: [], urgency: 'critical' as const },
].map((each) => ({
  selfHandle: false,
  urgency: 'normal' as const,
  ...each,
  title: text(`类别${each.code}`, `Category ${each.code}`),
  standardCode: each.code,
  standard: 'LIB 1-2026',
  region: '99',
  kind: 'event',
}))

const STAFF: Role[] = ['streetDispatcher', 'districtCenter']
const atDesk = [{ roles: STAFF, at: 'region' as const }]
const atUnit = [{ roles: ['deptHandler' as const], at: 'unit' as const }]

const words: Field = { name: 'note', label: text('说明', 'Note'), kind: 'longText', required: true }
const number = (name: string): Field => ({ name, label: same(name), kind: 'number', required: true, min: 1, max: 30 })
const choice = (name: string, values: string[]): Field => ({
  name,
  label: same(name),
  kind: 'choice',
  required: true,
  options: values.map((value) => ({ value, label: same(value) })),
})

type Action = Partial<ActionDef> & Pick<ActionDef, 'id' | 'from' | 'to'>
const action = (given: Action): Action & { title: Text } => ({ title: same(given.id), ...given })

const ACTIONS = [
  action({
    id: 'selfHandle',
    from: ['reported', 'toRegister'],
    to: 'closed',
    may: [{ roles: ['gridWorker'], at: 'region' }],
    guards: [{ test: { if: 'selfHandle', is: true }, because: text('此类不可自行处理', 'Not yours to settle') }],
    form: [{ name: 'after', label: text('照片', 'Photo'), kind: 'photos', required: true, max: 3, stage: 'after' }],
    effects: [
      { do: 'mark', mark: 'registered' },
      { do: 'mark', mark: 'handled' },
    ],
  }),
  action({
    id: 'verifyOnsite',
    from: ['reported'],
    to: [
      { when: [{ if: 'field', field: 'true', in: ['no'] }], to: 'void' },
      { when: [], to: 'toRegister' },
    ],
    may: [{ roles: ['gridWorker', ...STAFF], at: 'region' }],
    form: [choice('true', ['yes', 'no'])],
    tone: 'primary',
  }),
  action({
    id: 'reject',
    from: ['toRegister'],
    to: 'void',
    may: atDesk,
    tone: 'danger',
    reasons: [{ value: 'duplicate', label: text('重复', 'Duplicate') }],
    effects: [{ do: 'exclude', field: 'reason' }],
    citizen: text('未受理', 'Not accepted'),
  }),
  action({
    id: 'register',
    from: ['toRegister'],
    to: 'toDispatch',
    may: atDesk,
    tone: 'primary',
    effects: [{ do: 'mark', mark: 'registered' }],
  }),
  action({
    id: 'dispatch',
    from: ['toDispatch'],
    to: 'toAccept',
    may: atDesk,
    tone: 'primary',
    form: [
      { name: 'unit', label: text('单位', 'Unit'), kind: 'unit', required: false },
      { name: 'coUnits', label: text('协办', 'Helpers'), kind: 'units', required: false },
    ],
    effects: [{ do: 'route' }, { do: 'count', counter: 'dispatches' }, { do: 'mark', mark: 'dispatched' }],
    citizen: text('已派给处理单位', 'Sent to the unit in charge'),
  }),
  action({
    id: 'accept',
    from: ['toAccept'],
    to: 'handling',
    may: atUnit,
    tone: 'primary',
    effects: [{ do: 'assignee', who: 'actor' }],
    citizen: text('已开始处理', 'Work has begun'),
  }),
  action({
    id: 'return',
    from: ['toAccept'],
    to: 'toDispatch',
    may: atUnit,
    form: [words],
    guards: [
      {
        test: { if: 'counter', counter: 'returns', below: { rule: 'book.returns' } },
        because: text('不得再退', 'No more returns'),
      },
    ],
    effects: [{ do: 'count', counter: 'returns' }, { do: 'clearUnit' }],
  }),
  action({
    id: 'contact',
    from: ['toAccept', 'handling'],
    to: null,
    may: atUnit,
    guards: [{ test: { if: 'flag', flag: 'contacted', is: false }, because: text('已联系', 'Done') }],
    effects: [{ do: 'flag', flag: 'contacted', value: true }],
  }),
  action({
    id: 'whistle',
    from: ['toDispatch', 'handling'],
    to: 'meeting',
    may: atDesk,
    form: [{ name: 'units', label: text('单位', 'Units'), kind: 'units', required: true }],
    effects: [
      { do: 'call', field: 'units' },
      { do: 'count', counter: 'whistles' },
    ],
  }),
  action({
    id: 'arrive',
    from: ['meeting'],
    to: null,
    may: [{ roles: ['deptHandler'], at: 'coUnit' }],
    effects: [{ do: 'arrive', clock: 'arrival' }],
    tone: 'primary',
  }),
  action({
    id: 'assign',
    from: ['meeting'],
    to: 'handling',
    may: atDesk,
    tone: 'primary',
    form: [
      { name: 'unit', label: text('单位', 'Unit'), kind: 'unit', required: true },
      { ...number('days'), required: false },
    ],
    effects: [{ do: 'route' }, { do: 'mark', mark: 'dispatched' }, { do: 'limit', clock: 'handle', field: 'days' }],
  }),
  action({
    id: 'askExtension',
    from: ['handling'],
    to: null,
    may: atUnit,
    form: [number('days')],
    guards: [
      { test: { if: 'inTime', clock: 'handle' }, because: text('时限已过', 'Too late') },
      { test: { if: 'counter', counter: 'extensions', below: 1 }, because: text('只能延期一次', 'Only once') },
    ],
    effects: [{ do: 'ask', what: 'extension', field: 'days' }],
  }),
  action({
    id: 'grantExtension',
    from: ['handling'],
    to: null,
    may: atDesk,
    guards: [{ test: { if: 'asked', what: 'extension', is: true }, because: text('没有申请', 'Nothing asked') }],
    effects: [
      { do: 'extend', clock: 'handle', what: 'extension' },
      { do: 'settle', what: 'extension' },
      { do: 'count', counter: 'extensions' },
    ],
  }),
  action({
    id: 'suspend',
    from: ['handling'],
    to: 'suspended',
    may: atUnit,
    form: [{ name: 'until', label: text('计划日期', 'Until'), kind: 'date', required: true }],
    effects: [{ do: 'plan', field: 'until' }],
  }),
  action({ id: 'revive', from: ['suspended'], to: 'handling', may: atDesk }),
  action({
    id: 'finish',
    from: ['handling'],
    to: 'toVerify',
    may: atUnit,
    tone: 'primary',
    form: [
      { name: 'reply', label: text('答复', 'Reply'), kind: 'longText', required: true },
      { name: 'after', label: text('照片', 'Photos'), kind: 'photos', required: false, max: 3, stage: 'after' },
    ],
    effects: [{ do: 'mark', mark: 'handled' }],
    citizen: text('处理完成，等待核查', 'Done, being checked'),
  }),
  action({
    id: 'rework',
    from: ['toVerify'],
    to: 'handling',
    may: atDesk,
    form: [words],
    effects: [{ do: 'count', counter: 'rework' }],
  }),
  action({
    id: 'pass',
    from: ['toVerify'],
    to: [
      { when: [{ if: 'public', is: true }], to: 'toAppraise' },
      { when: [], to: 'closed' },
    ],
    may: atDesk,
    tone: 'primary',
  }),
  action({
    id: 'appraise',
    from: ['toAppraise'],
    to: 'closed',
    may: [{ roles: ['citizen'], at: 'reporter' }],
    permission: 'case.own',
    guards: [{ test: { if: 'inTime', clock: 'appraise' }, because: text('已过评价期', 'Too late') }],
    form: [
      { name: 'responded', label: text('回应', 'Responded'), kind: 'boolean', required: true },
      choice('resolved', ['yes', 'partly', 'no']),
      { name: 'satisfaction', label: text('满意', 'Satisfaction'), kind: 'number', required: true, min: 1, max: 5 },
      { name: 'comment', label: text('意见', 'Comment'), kind: 'longText', required: false },
    ],
    effects: [{ do: 'appraise', by: 'reporter' }],
    tone: 'primary',
  }),
  action({ id: 'lapse', from: ['toAppraise'], to: 'closed', system: true }),
  action({
    id: 'supervise',
    from: 'open',
    to: null,
    may: [{ roles: ['supervisor', 'districtCenter'], at: 'region' }],
    permission: 'case.supervise',
    form: [words],
    effects: [{ do: 'flag', flag: 'supervised', value: true }],
  }),
]

const state = (id: string, holder: 'desk' | 'unit' | 'reporter' | 'none', step: string, more: object = {}) => ({
  id,
  title: same(id),
  holder,
  citizen: { step, text: same(`在 ${id}`) },
  ...more,
})

const INPUT = {
  id: 'book-care',
  version: 1,
  title: text('图书养护', 'Book care'),
  numberPrefix: '书',
  owner: 'library',
  desk: [{ kind: 'branch', in: 'street' }],
  sources: [
    { id: 'reader', title: text('读者', 'Reader'), roles: ['citizen'], public: true },
    { id: 'round', title: text('巡查', 'Round'), roles: ['gridWorker'] },
    { id: 'staff', title: text('馆员', 'Staff'), roles: ['streetDispatcher', 'districtCenter', 'cityCenter'] },
    { id: 'partner', title: text('外部系统', 'Another system'), roles: ['client'], public: true },
    { id: 'alert', title: text('预警', 'Alert'), follow: ['register', 'dispatch'] },
  ],
  photos: { round: 1 },
  states: [
    state('reported', 'desk', 'received', { queue: 'dispatch' }),
    state('toRegister', 'desk', 'received', { queue: 'dispatch' }),
    state('toDispatch', 'desk', 'filed', { queue: 'dispatch' }),
    state('toAccept', 'unit', 'assigned'),
    state('handling', 'unit', 'handling'),
    state('meeting', 'desk', 'handling', { queue: 'dispatch', clock: 'paused' }),
    state('suspended', 'none', 'handling', { clock: 'paused', revive: 'revive' }),
    state('toVerify', 'desk', 'checking', { queue: 'verify' }),
    state('toAppraise', 'reporter', 'appraise'),
    state('closed', 'none', 'done', { terminal: true }),
    state('void', 'none', 'refused', { terminal: true }),
  ],
  start: [{ when: [{ if: 'public', is: true }], to: 'reported' }, { to: 'toRegister' }],
  actions: ACTIONS,
  clocks: [
    {
      id: 'accept',
      title: text('签收', 'Accept'),
      start: ['dispatch'],
      stop: ['accept'],
      cancel: ['return'],
      limits: ['book.accept'],
    },
    {
      id: 'contact',
      title: text('联系', 'Contact'),
      start: ['dispatch'],
      when: [{ if: 'public', is: true }],
      stop: ['contact'],
      cancel: ['return'],
      limits: ['book.contact'],
    },
    {
      id: 'handle',
      title: text('处置', 'Handle'),
      start: ['accept', 'assign'],
      stop: ['finish'],
      resume: ['rework'],
      limits: ['book.handle.{urgency}', 'book.handle.{category}', 'book.handle'],
      warn: 'book.warn',
      escalate: 'book.escalate',
      supervise: true,
    },
    {
      id: 'arrival',
      title: text('到场', 'Arrival'),
      start: ['whistle'],
      stop: ['arrive', 'assign'],
      everyCalled: false,
      limits: ['book.arrival'],
      pauses: false,
    },
    { id: 'total', title: text('总时限', 'Total'), start: ['register'], stop: ['pass', 'selfHandle'], limits: ['book.total'] },
    {
      id: 'appraise',
      title: text('评价期', 'Appraisal'),
      start: ['pass'],
      stop: ['appraise'],
      limits: ['book.appraise'],
      kind: 'window',
      onExpiry: 'lapse',
    },
  ],
  measures: { acceptClock: 'accept', contactClock: 'contact', handleClock: 'handle', totalClock: 'total' },
  events: {
    opened: 'book.opened',
    closed: 'book.closed',
    open: 'book.open',
    onTime: 'book.on-time',
    response: 'book.response',
    resolution: 'book.resolution',
    satisfaction: 'book.satisfaction',
  },
} as unknown as CaseTypeInput

export const BOOK_CARE: CaseTypeDef = CaseTypeDef.parse(INPUT)

const rule = (id: string, value: Rule['value']): Rule => ({
  id,
  title: same(id),
  value,
  unit: '',
  basis: 'LIB 1-2026',
  official: true,
  from: '2020-01-01',
  to: null,
  region: '99',
})

export const RULES: readonly Rule[] = [
  ...rateRules('99'),
  rule('book.returns', 2),
  rule('book.accept', { amount: 30, unit: 'minute' }),
  rule('book.contact', { amount: 1, unit: 'workingDay' }),
  rule('book.handle', { amount: 5, unit: 'workingDay' }),
  rule('book.handle.01', { amount: 2, unit: 'workingDay' }),
  rule('book.handle.critical', { amount: 4, unit: 'workingHour' }),
  rule('book.warn', 0.8),
  rule('book.escalate', 1.5),
  rule('book.arrival', { amount: 120, unit: 'minute' }),
  rule('book.total', { amount: 15, unit: 'naturalDay' }),
  rule('book.appraise', { amount: 7, unit: 'naturalDay' }),
]

export const ROUTES: readonly RoutingRule[] = [
  {
    id: 'binding',
    title: text('装订由修复室负责', 'The bindery binds'),
    caseType: 'book-care',
    place: '99',
    category: '01',
    to: { kind: 'workshop', duty: 'binding', in: 'district' },
    basis: 'LIB 2-2026',
  },
].map((each) => RoutingRuleSchema.parse(each))

export const LIBRARY: Scenario = {
  id: 'library',
  neuron: 'governance',
  title: text('图书馆', 'Library'),
  summary: text('借书', 'Books'),
  owner: 'library',
  plan: '-',
  reads: [],
  writes: [],
  rules: [...RULES],
  caseTypes: [BOOK_CARE],
  categories: [{ caseType: 'book-care', items: [...CATEGORIES] }],
  routing: [...ROUTES],
}
