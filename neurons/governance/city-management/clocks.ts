/** 立案 派遣 签收 联系 到场 处置 核查 总时限, and the window in which the reporter may appraise. */
import type { CaseTypeInput } from '@haihe/contract'

type Clock = CaseTypeInput['clocks'][number]

const RULE = 'city-management'
const WARN = { warn: `${RULE}.warn`, escalate: `${RULE}.escalate` }

export const CLOCKS: Clock[] = [
  {
    id: 'register',
    title: { zh: '立案时限', en: 'Registration limit' },
    start: ['report'],
    stop: ['register', 'selfHandle'],
    cancel: ['reject'],
    limits: [`${RULE}.register.{urgency}`, `${RULE}.register`],
    ...WARN,
  },
  {
    id: 'dispatch',
    title: { zh: '派遣时限', en: 'Dispatch limit' },
    start: ['register', 'return'],
    stop: ['dispatch', 'designate', 'assign'],
    limits: [`${RULE}.dispatch.{urgency}`, `${RULE}.dispatch`],
    ...WARN,
  },
  {
    id: 'accept',
    title: { zh: '签收时限', en: 'Acceptance limit' },
    start: ['dispatch', 'designate', 'reassign'],
    stop: ['accept'],
    cancel: ['return'],
    limits: [`${RULE}.accept.{source}.{urgency}`, `${RULE}.accept.{urgency}`, `${RULE}.accept`],
    ...WARN,
  },
  {
    id: 'contact',
    title: { zh: '联系时限', en: 'Contact limit' },
    start: ['dispatch', 'designate', 'reassign'],
    when: [
      { if: 'public', is: true },
      { if: 'flag', flag: 'contacted', is: false },
    ],
    stop: ['contact'],
    cancel: ['return'],
    limits: [`${RULE}.contact`],
    ...WARN,
  },
  {
    id: 'onSite',
    title: { zh: '到场警戒时限', en: 'Limit to make the site safe' },
    start: ['dispatch', 'designate', 'reassign'],
    when: [{ if: 'flag', flag: 'secured', is: false }],
    stop: ['secure', 'finish'],
    cancel: ['return'],
    limits: [`${RULE}.on-site.{category}`],
    // only kinds that endanger people have one
    optional: true,
    pauses: false,
    supervise: true,
    ...WARN,
  },
  {
    id: 'handle',
    title: { zh: '处置时限', en: 'Handling limit' },
    start: ['accept', 'assign'],
    stop: ['finish'],
    cancel: ['reassign'],
    resume: ['rework'],
    limits: [`${RULE}.handle.{category}`, `${RULE}.handle.{urgency}`, `${RULE}.handle`],
    supervise: true,
    ...WARN,
  },
  {
    id: 'arrival',
    title: { zh: '报到时限', en: 'Limit to report in' },
    start: ['whistle'],
    stop: ['arrive'],
    everyCalled: true,
    cancel: ['assign'],
    limits: [`${RULE}.arrival`],
    pauses: false,
    ...WARN,
  },
  {
    id: 'verify',
    title: { zh: '核查时限', en: 'Verification limit' },
    start: ['finish'],
    stop: ['pass', 'rework'],
    limits: [`${RULE}.verify`],
    ...WARN,
  },
  {
    id: 'total',
    title: { zh: '总时限', en: 'Overall limit' },
    start: ['register'],
    stop: ['pass'],
    limits: [`${RULE}.total.{category}`, `${RULE}.total`],
    supervise: true,
    ...WARN,
  },
  {
    id: 'appraise',
    title: { zh: '评价期', en: 'Time to appraise' },
    start: ['pass', 'selfHandle'],
    when: [{ if: 'public', is: true }],
    stop: ['appraise', 'visit', 'unreachable'],
    limits: [`${RULE}.appraise`],
    kind: 'window',
    pauses: false,
    onExpiry: 'lapse',
  },
]
