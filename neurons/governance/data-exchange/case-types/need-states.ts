/** Where a need (数据需求) can stand: the steps of 供需对接清单, and what lies beside them. */
import { type State, t } from './parts.ts'

type Step = State['citizen']['step']

const state = (
  id: string,
  zh: string,
  en: string,
  holder: State['holder'],
  step: Step,
  text: [zh: string, en: string],
  more: Partial<State> = {},
): State => ({ id, title: t(zh, en), holder, citizen: { step, text: t(...text) }, ...more })

export const STATES: State[] = [
  state('toReview', '待审查', 'To be reviewed', 'desk', 'received', ['等待符合性审查', 'Waits for its conformity check'], {
    queue: 'dispatch',
  }),
  state('returned', '退回补正', 'Sent back', 'asker', 'received', ['需补充说明', 'More is needed'], { clock: 'paused' }),
  state('toConfirm', '待确认', 'To be confirmed', 'unit', 'assigned', [
    '等待数源单位确认责任',
    'The owner is to say that it is theirs',
  ]),
  state('disputed', '责任争议', 'Disputed', 'desk', 'assigned', ['责任有争议，等待裁定', 'Who owns the data is disputed'], {
    queue: 'dispatch',
  }),
  state('conferring', '会商中', 'In conference', 'desk', 'assigned', ['主管部门正在组织会商', 'Departments are settling it'], {
    queue: 'dispatch',
    clock: 'paused',
  }),
  state('confirmed', '已确责', 'Confirmed', 'unit', 'handling', ['责任已确认，等待编目', 'To be catalogued']),
  state('catalogued', '已编目', 'Catalogued', 'unit', 'handling', ['目录已发布，等待挂接', 'To be connected']),
  state('connected', '已挂接', 'Connected', 'unit', 'handling', ['资源已挂接，等待授权', 'To be authorised']),
  state('authorised', '已授权', 'Authorised', 'asker', 'checking', ['已授权，等待使用', 'Granted; to be used']),
  state('used', '已使用', 'Used', 'asker', 'appraise', ['已使用，请评价满足度', 'In use; please rate it']),
  state('expired', '授权到期', 'Grant ended', 'asker', 'handling', [
    '授权已到期，可申请续期',
    'The grant has ended; you may ask for more',
  ]),
  state('refused', '不予共享', 'Refused', 'asker', 'handling', ['不予共享，可提出异议', 'Refused; you may object']),
  state('objected', '异议协调', 'Objected', 'desk', 'handling', ['主管部门正在协调', 'The authority is mediating'], {
    queue: 'dispatch',
  }),
  state('rated', '已评价', 'Rated', 'none', 'done', ['已评价', 'Rated'], { terminal: true }),
  state('unrated', '已使用（未评价）', 'Used, not rated', 'none', 'done', ['已使用', 'Used'], { terminal: true }),
  state('dismissed', '不予共享（办结）', 'Refused for good', 'none', 'refused', ['不予共享', 'Refused'], { terminal: true }),
  state('ended', '到期结束', 'Ended', 'none', 'done', ['授权到期，不再续用', 'The grant ended and nobody asked for more'], {
    terminal: true,
  }),
  state('withdrawn', '已撤回', 'Withdrawn', 'none', 'refused', ['需求单位已撤回', 'Withdrawn'], { terminal: true }),
]

/** The steps every need goes through, in their order, with the mark that says when it was reached. */
export const STEPS = [
  { step: 'toReview', mark: null },
  { step: 'toConfirm', mark: 'reviewed' },
  { step: 'confirmed', mark: 'confirmed' },
  { step: 'catalogued', mark: 'catalogued' },
  { step: 'connected', mark: 'connected' },
  { step: 'authorised', mark: 'handled' },
  { step: 'used', mark: 'used' },
  { step: 'rated', mark: 'rated' },
] as const
