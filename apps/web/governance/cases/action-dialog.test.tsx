import type { AvailableAction, CaseDetail } from '@haihe/contract'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startI18n } from '../../ui/i18n.ts'
import { Providers } from '../../ui/mount.tsx'
import { outbox } from '../../ui/offline/browser-outbox.ts'
import { createQueryClient } from '../../ui/queries.ts'
import en from '../locales/en.json'
import zh from '../locales/zh.json'
import { ActionDialog } from './action-dialog.tsx'

startI18n({ zh, en })
// jsdom scrolls nothing
Element.prototype.scrollIntoView = () => undefined

const finish: AvailableAction = {
  id: 'finish',
  title: { zh: '反馈', en: 'Finish' },
  tone: 'primary',
  blocked: null,
  form: [{ name: 'done', label: { zh: '处置说明', en: 'What was done' }, kind: 'longText', required: true, max: 20 }],
}
const detail = {
  seq: 3,
  summary: { id: 'c1', title: '井盖破损', caseNo: '津城管20261120-000001', region: '120101001' },
} as CaseDetail
const me = {
  account: { id: 'a1', login: 'zhang', name: '张桂兰', kind: 'person' },
  actor: { id: 'a1', kind: 'person', name: '张桂兰', grants: [], assurance: 2 },
  units: [],
}

type Answer = { status: number; body: unknown } | 'no network'
let answers: Answer[] = []
let sent: { path: string; body: unknown }[] = []

beforeEach(() => {
  answers = []
  sent = []
  localStorage.clear()
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)) })
    const next = answers.shift() ?? 'no network'
    if (next === 'no network') throw new TypeError('failed to fetch')
    return new Response(JSON.stringify(next.body), { status: next.status })
  })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  for (const item of outbox.current()) await outbox.remove(item.id)
})

const open = () => {
  const client = createQueryClient()
  client.setQueryData(['/api/me'], me)
  const onClose = vi.fn()
  render(
    <Providers client={client}>
      <ActionDialog detail={detail} action={finish} onClose={onClose} />
    </Providers>,
  )
  return { onClose, press: () => fireEvent.click(screen.getByRole('button', { name: '反馈' })) }
}
const write = (text: string) => fireEvent.change(screen.getByLabelText(/处置说明/), { target: { value: text } })

describe('the form of an action', () => {
  it('says beside the field what is missing, and sends nothing', async () => {
    const { press } = open()
    press()
    expect(await screen.findByText('请填写处置说明')).toBeTruthy()
    expect(sent).toEqual([])
  })

  it('sends the answers with the sequence they were based on, and closes', async () => {
    answers = [{ status: 200, body: { ...detail, seq: 4 } }]
    const { press, onClose } = open()
    write('已更换井盖')
    press()
    await waitFor(() => expect(onClose).toHaveBeenCalled())
    expect(sent).toMatchObject([
      { path: '/api/cases/c1/actions', body: { action: 'finish', expectedSeq: 3, data: { done: '已更换井盖' } } },
    ])
    expect(outbox.current()).toEqual([])
  })

  it('keeps the action on the phone when there is no network', async () => {
    const { press, onClose } = open()
    write('已更换井盖')
    press()
    await waitFor(() => expect(onClose).toHaveBeenCalled())
    expect(outbox.current()).toMatchObject([{ state: 'waiting', owner: 'a1', kind: 'action', body: { action: 'finish' } }])
    expect(await screen.findByText('网络不通，“反馈”已存入待发送')).toBeTruthy()
  })

  it('stays open with the words when somebody was quicker', async () => {
    answers = [{ status: 409, body: { code: 'CONFLICT', status: 409, title: '内容已被他人更改，请刷新后再试', traceId: 't' } }]
    const { press, onClose } = open()
    write('已更换井盖')
    press()
    expect(await screen.findByText('内容已被他人更改，请刷新后再试')).toBeTruthy()
    expect(onClose).not.toHaveBeenCalled()
    expect((screen.getByLabelText(/处置说明/) as HTMLTextAreaElement).value).toBe('已更换井盖')
    expect(outbox.current()).toEqual([])
  })

  it("puts the server's complaint beside its field", async () => {
    answers = [
      {
        status: 400,
        body: {
          code: 'INVALID_INPUT',
          status: 400,
          title: '提交的内容有误',
          traceId: 't',
          errors: [{ path: 'data.done', message: '请写清楚用了什么材料' }],
        },
      },
    ]
    const { press } = open()
    write('好了')
    press()
    expect(await screen.findByText('请写清楚用了什么材料')).toBeTruthy()
  })

  it('remembers the words of a form that was closed', () => {
    const { onClose } = open()
    write('写到一半')
    // the veil has a spoken button of the same name
    fireEvent.click(screen.getByText('取消'))
    expect(onClose).toHaveBeenCalled()
    expect(localStorage.getItem('haihe.draft.action.c1.finish')).toContain('写到一半')
  })
})
