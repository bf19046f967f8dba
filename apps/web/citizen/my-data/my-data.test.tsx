import type { MyRead } from '@haihe/contract'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { startI18n } from '../../ui/i18n.ts'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import en from '../locales/en.json'
import zh from '../locales/zh.json'
import { ObjectDialog } from './object-dialog.tsx'
import { VerifyForm } from './verify-form.tsx'

startI18n({ zh, en })

const sent: { path: string; body: unknown }[] = []
const answering = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)) })
    return new Response(status === 204 ? null : JSON.stringify(body), { status })
  })
afterEach(() => {
  sent.length = 0
  vi.unstubAllGlobals()
})

const verify = () =>
  render(
    <Providers client={createQueryClient()}>
      <VerifyForm standing={{ subjects: [], simulated: true }} />
    </Providers>,
  )
const write = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('a number with a wrong check digit is said to be wrong before it is sent', async () => {
  answering(200, {})
  verify()
  write('姓名', '王秀英')
  write('身份证号码', '110105194912310021')
  press('确认')
  expect(await screen.findByText('号码不对，请对照身份证再看一遍')).toBeTruthy()
  expect(sent).toEqual([])
})

test('blanks and a small x in the number do not matter', async () => {
  answering(200, {})
  verify()
  write('姓名', '王秀英')
  write('身份证号码', '110105 19491231 002x')
  press('确认')
  await waitFor(() => expect(sent.length).toBe(1))
  expect(sent[0]).toEqual({ path: '/api/my-data/verify', body: { kind: 'person', number: '11010519491231002X', name: '王秀英' } })
})

test('a demonstration says that it checks nothing', () => {
  verify()
  expect(screen.getByText(/不会真的去核验/)).toBeTruthy()
})

test('an objection needs a few words, and what the server says of it is shown', async () => {
  answering(409, { code: 'ALREADY_EXISTS', detail: '您已对这次调阅提出异议' })
  const read = { id: 7, name: '小李', unitName: '市民政局', resourceTitle: '台账' } as MyRead
  render(
    <Providers client={createQueryClient()}>
      <ObjectDialog read={read} onClose={() => undefined} />
    </Providers>,
  )
  press('提交异议')
  expect(await screen.findByText('请至少写 5 个字')).toBeTruthy()
  write('您为什么有异议？', '我没有办过这件事')
  press('提交异议')
  expect(await screen.findByText('您已对这次调阅提出异议')).toBeTruthy()
  expect(sent).toEqual([{ path: '/api/my-data/objections', body: { read: 7, text: '我没有办过这件事' } }])
})
