/** Actions that judge: 核查 返工 评价 回访 督办 剔除, and remarks. */

import { remark, supervise } from '../../shared/case-parts.ts'
import { type Action, atDesk, choice, note, onSite, option, overseers, photos, t, yesNo } from './action-parts.ts'

const resolved = choice('resolved', t('是否解决', 'Solved?'), [
  option('yes', '已解决', 'Solved'),
  option('partly', '部分解决', 'Partly'),
  option('no', '未解决', 'Not solved'),
])
const satisfaction = choice('satisfaction', t('满意程度', 'Satisfaction'), [
  option('5', '非常满意', 'Very satisfied'),
  option('4', '满意', 'Satisfied'),
  option('3', '基本满意', 'Fairly satisfied'),
  option('2', '不满意', 'Dissatisfied'),
  option('1', '非常不满意', 'Very dissatisfied'),
])

export const actionsOfVerdict: Action[] = [
  {
    id: 'pass',
    title: t('核查通过', 'Pass'),
    tone: 'primary',
    from: ['toVerify'],
    to: [
      { when: [{ if: 'public', is: true }], to: 'toAppraise' },
      { when: [], to: 'closed' },
    ],
    may: onSite,
    form: [photos(t('核查照片', 'Photos of the check'), false)],
    citizen: t('核查通过', 'Checked and found in order'),
  },
  {
    id: 'rework',
    title: t('核查不通过', 'Send back'),
    tone: 'danger',
    from: ['toVerify'],
    to: 'handling',
    may: onSite,
    form: [note(t('不通过的原因', 'What is not in order')), photos(t('现场照片', 'Photos of the site'), false)],
    effects: [{ do: 'count', counter: 'rework' }],
    citizen: t('核查未通过，已要求重新处理', 'Not in order; to be done again'),
  },
  {
    id: 'appraise',
    title: t('评价', 'Appraise'),
    tone: 'primary',
    from: ['toAppraise', 'closed', 'selfClosed'],
    to: [
      { when: [{ if: 'flag', flag: 'settledOnTheSpot', is: true }], to: 'selfClosed' },
      { when: [], to: 'closed' },
    ],
    may: [{ roles: ['citizen'], at: 'reporter' }],
    permission: 'case.own',
    guards: [
      { test: { if: 'appraised', is: false }, because: t('已经评价过', 'Already appraised') },
      { test: { if: 'public', is: true }, because: t('此件无须评价', 'Nobody is asked') },
      { test: { if: 'inTime', clock: 'appraise' }, because: t('评价期已过', 'The time to appraise is over') },
    ],
    form: [
      yesNo('responded', t('是否有人与您联系', 'Did somebody get in touch?')),
      resolved,
      { name: 'satisfaction', label: satisfaction.label, kind: 'number', required: true, min: 1, max: 5 },
      { name: 'comment', label: t('意见', 'Comment'), kind: 'longText', required: false, max: 500 },
    ],
    effects: [{ do: 'appraise', by: 'reporter' }],
    citizen: t('您已评价', 'You gave your appraisal'),
  },
  {
    id: 'visit',
    title: t('回访', 'Return visit'),
    from: ['toAppraise'],
    to: 'closed',
    may: [...atDesk, ...overseers],
    form: [
      yesNo('responded', t('是否有人与其联系', 'Did somebody get in touch?')),
      resolved,
      satisfaction,
      note(t('回访记录', 'What was said'), false),
    ],
    effects: [{ do: 'appraise', by: 'visit' }],
    citizen: t('已回访', 'Somebody called back'),
  },
  {
    id: 'unreachable',
    title: t('无法联系', 'Could not be reached'),
    from: ['toAppraise'],
    to: 'closed',
    may: [...atDesk, ...overseers],
    form: [note(t('联系经过', 'What was tried'))],
    effects: [{ do: 'exclude', why: 'unreachable' }],
  },
  {
    id: 'lapse',
    title: t('逾期未评价', 'Not appraised in time'),
    from: ['toAppraise'],
    to: 'closed',
    system: true,
    citizen: t('评价期已过，已办结', 'The time to appraise is over; closed'),
  },
  {
    id: 'exempt',
    title: t('剔除考核', 'Leave out of the rates'),
    from: ['handling', 'toVerify', 'toAppraise', 'closed'],
    to: null,
    may: overseers,
    permission: 'case.supervise',
    reasons: [option('unreasonable', '不合理诉求', 'Unreasonable demand'), option('malicious', '恶意', 'Malicious')],
    form: [note(t('审核意见', 'Finding'))],
    effects: [{ do: 'exclude', field: 'reason' }],
  },
  supervise([option('repeated', '重复反映', 'Reported again and again')]),
  {
    id: 'endSupervision',
    title: t('解除督办', 'End the supervision'),
    from: 'open',
    to: null,
    may: overseers,
    permission: 'case.supervise',
    hideBlocked: true,
    guards: [{ test: { if: 'flag', flag: 'supervised', is: true }, because: t('此件未在督办', 'It is not supervised') }],
    form: [note(t('说明', 'Explanation'))],
    effects: [{ do: 'flag', flag: 'supervised', value: false }],
  },
  remark([...onSite, ...overseers, { roles: ['deptHandler'], at: 'unit' }, { roles: ['deptHandler'], at: 'coUnit' }]),
]
