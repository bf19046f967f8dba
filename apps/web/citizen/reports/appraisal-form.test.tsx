import type { CitizenReport } from '@haihe/contract'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startI18n } from '../../ui/i18n.ts'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import en from '../locales/en.json'
import zh from '../locales/zh.json'
import { AppraisalForm } from './appraisal-form.tsx'

startI18n({ zh, en })

const sent: { path: string; body: unknown }[] = []
const answering = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)) })
    return new Response(JSON.stringify(body), { status })
  })
afterEach(() => {
  sent.length = 0
  vi.unstubAllGlobals()
})

const open = () =>
  render(
    <Providers client={createQueryClient()}>
      <AppraisalForm report={{ id: 'r1' } as CitizenReport} />
    </Providers>,
  )
const send = () => fireEvent.click(screen.getByRole('button', { name: '提交评价' }))
const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }))

describe('the appraisal', () => {
  it('says beside each question that it has no answer', async () => {
    answering(200, {})
    open()
    send()
    expect(await screen.findByText('请选一下有没有人联系过您')).toBeTruthy()
    expect(screen.getByText('请选一下问题解决了没有')).toBeTruthy()
    expect(screen.getByText('请点星星选一下满意程度')).toBeTruthy()
    expect(screen.getByText('有 3 处需要修改')).toBeTruthy()
    expect(sent).toEqual([])
  })

  it('drops a complaint as soon as the question is answered', async () => {
    open()
    send()
    await screen.findByText('请选一下问题解决了没有')
    choose('解决了一部分')
    expect(screen.queryByText('请选一下问题解决了没有')).toBeNull()
  })

  it('says the level in words beside the stars', () => {
    open()
    choose('满意')
    expect(screen.getByText('满意')).toBeTruthy()
  })

  it('sends the three answers and the words', async () => {
    answering(200, { id: 'r1' })
    open()
    choose('没人联系我')
    choose('没解决')
    choose('非常不满意')
    fireEvent.change(screen.getByLabelText(/还想说点什么/), { target: { value: ' 没人来 ' } })
    send()
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toEqual({
      path: '/api/citizen/reports/r1/appraise',
      body: { responded: false, resolved: 'no', satisfaction: 1, comment: '没人来' },
    })
  })

  it('keeps the answers when the server says no', async () => {
    answering(409, { code: 'CASE_ACTION_NOT_ALLOWED', status: 409, title: '当前环节不能执行此操作', traceId: 't' })
    open()
    choose('有人联系我')
    choose('解决了')
    choose('非常满意')
    send()
    expect(await screen.findByText('当前环节不能执行此操作')).toBeTruthy()
    expect((screen.getByRole('radio', { name: '解决了' }) as HTMLInputElement).checked).toBe(true)
  })
})
