import { type AvailableAction, CaseActionInput, type CaseDetail } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import { chooseActions, fieldsOf, submissionOf, waitingFor } from './actions.ts'

const action = (id: string, part: Partial<AvailableAction> = {}): AvailableAction => ({
  id,
  title: { zh: id, en: id },
  tone: 'quiet',
  form: [],
  blocked: null,
  ...part,
})
const BLOCKED = { zh: '超时后不能挂账', en: 'Not once overdue' }
const detail = { seq: 3, summary: { id: 'c 1', title: '井盖破损' } } as CaseDetail
const zhang = 'a1'

describe('the actions of a case', () => {
  it('have one expected step; what is blocked comes last', () => {
    const list = [action('suspend', { blocked: BLOCKED }), action('finish', { tone: 'primary' }), action('whistle')]
    const { primary, rest } = chooseActions(list)
    expect(primary?.id).toBe('finish')
    expect(rest.map(({ id }) => id)).toEqual(['whistle', 'suspend'])
  })
  it('prefer an expected step that is allowed, but show a blocked one with its reason', () => {
    const blocked = action('verify', { tone: 'primary', blocked: BLOCKED })
    expect(chooseActions([blocked, action('close', { tone: 'primary' })]).primary?.id).toBe('close')
    expect(chooseActions([blocked, action('supervise')]).primary).toBe(blocked)
  })
  it('make a single action the big button, and none of danger among several', () => {
    expect(chooseActions([action('return', { tone: 'danger' })]).primary?.id).toBe('return')
    expect(chooseActions([action('return', { tone: 'danger' }), action('x')]).primary).toBeNull()
    expect(chooseActions([])).toEqual({ primary: null, rest: [] })
  })
})

describe('the form of an action', () => {
  const words = { name: 'done', label: { zh: '处置说明', en: 'Done' }, kind: 'longText', required: true } as const
  const photos = { name: 'photos', label: { zh: '照片', en: 'Photos' }, kind: 'photos', required: true } as const
  it('gets a remark unless it asks for words itself', () => {
    expect(fieldsOf(action('accept')).map(({ name }) => name)).toEqual(['note'])
    expect(fieldsOf(action('finish', { form: [words] })).map(({ name }) => name)).toEqual(['done'])
  })
  it('becomes what the engine takes', () => {
    const finish = action('finish', { form: [words, photos] })
    const sent = submissionOf(detail, finish, { done: '已更换井盖', photos: [] }, [], zhang, 'k1')
    expect(sent.path).toBe('/api/cases/c%201/actions')
    expect(CaseActionInput.parse({ ...sent.body, attachments: [] })).toEqual({
      action: 'finish',
      expectedSeq: 3,
      data: { done: '已更换井盖' },
      note: '',
      attachments: [],
    })
  })
  it('sends a remark as the note and keeps it out of the data', () => {
    const sent = submissionOf(detail, action('accept'), { note: ' 马上到 ' }, [], zhang, 'k1')
    expect(sent.body).toMatchObject({ data: {}, note: '马上到' })
  })
  it('is found again while it waits', () => {
    const sent = {
      ...submissionOf(detail, action('accept'), {}, [], zhang, 'k1'),
      at: '',
      tries: 1,
      state: 'waiting' as const,
      error: null,
      fields: [],
    }
    expect(waitingFor([sent], 'c 1')).toHaveLength(1)
    expect(waitingFor([sent], 'c')).toHaveLength(0)
  })
})
