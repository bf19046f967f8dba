import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Providers } from '../ui/mount.tsx'
import { createQueryClient } from '../ui/queries.ts'
import { withWords } from '../ui/test/words.ts'
import { sendDemo } from './interaction.ts'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { registrationErrors } from './register-form.tsx'
import { SignIn } from './sign-in.tsx'

withWords({ zh, en })

const calls: { path: string; body: unknown }[] = []
const server = (answers: Record<string, [number, unknown]>) =>
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (init.method === 'POST') calls.push({ path, body: JSON.parse(String(init.body)) })
    const [status, body] = answers[path] ?? [404, { code: 'NOT_FOUND', title: '没有找到您要的内容', status: 404, traceId: 't' }]
    return new Response(JSON.stringify(body), { status })
  })
const show = (uid: string | null = 'u1') =>
  render(
    <Providers client={createQueryClient()}>
      <SignIn uid={uid} />
    </Providers>,
  )
beforeEach(() => {
  calls.length = 0
})
afterEach(() => vi.unstubAllGlobals())

test('in production no demonstration account is shown', async () => {
  server({ '/api/interaction/u1': [200, { client: { id: 'x', name: '图书馆' } }] })
  const { container } = show()
  await waitFor(() => expect(container.querySelector('#login')).not.toBeNull())
  expect(container.querySelector('.sign-demo')).toBeNull()
})

test('a wrong password says so in Chinese and asks again', async () => {
  server({
    '/api/interaction/u1': [200, { client: { id: 'x', name: '图书馆' } }],
    '/api/interaction/u1/login': [401, { code: 'BAD_CREDENTIALS', title: '账号或密码不正确', status: 401, traceId: 't' }],
  })
  const { container } = show()
  await waitFor(() => expect(container.querySelector('#login')).not.toBeNull())
  fireEvent.change(container.querySelector('#login') as Element, { target: { value: 'amy' } })
  fireEvent.change(container.querySelector('#password') as Element, { target: { value: 'wrong' } })
  fireEvent.submit(container.querySelector('form') as Element)
  await screen.findByText('账号或密码不正确')
  expect(container.querySelector('#password')).not.toBeNull()
})

test('after the password of a member of staff comes the second factor, sent with its sixth digit', async () => {
  server({
    '/api/interaction/u1': [200, { client: { id: 'x', name: '图书馆' } }],
    '/api/interaction/u1/login': [200, { next: 'second-factor' }],
    '/api/interaction/u1/second-factor': [
      401,
      { code: 'BAD_SECOND_FACTOR', title: '动态验证码不正确', status: 401, traceId: 't' },
    ],
  })
  const { container } = show()
  await waitFor(() => expect(container.querySelector('#login')).not.toBeNull())
  fireEvent.change(container.querySelector('#login') as Element, { target: { value: 'amy' } })
  fireEvent.change(container.querySelector('#password') as Element, { target: { value: 'right' } })
  fireEvent.submit(container.querySelector('form') as Element)
  await waitFor(() => expect(container.querySelector('#code')).not.toBeNull())
  fireEvent.change(container.querySelector('#code') as Element, { target: { value: '12345' } })
  expect(calls).toHaveLength(1)
  fireEvent.change(container.querySelector('#code') as Element, { target: { value: '123 456' } })
  await screen.findByText('动态验证码不正确')
  expect(calls[1]).toEqual({ path: '/api/interaction/u1/second-factor', body: { code: '123456' } })
})

test('one tap on a demonstration account sends its password and its code', async () => {
  server({
    '/api/interaction/u1/login': [200, { next: 'second-factor' }],
    '/api/interaction/u1/second-factor': [200, { next: 'done', redirectTo: '/cockpit' }],
  })
  const step = await sendDemo('u1', { login: 'amy', name: '甲', role: 'cityCenter', unit: null, password: 'p', totp: '000111' })
  expect(step).toEqual({ next: 'done', redirectTo: '/cockpit' })
  expect(calls.map(({ body }) => body)).toEqual([{ login: 'amy', password: 'p' }, { code: '000111' }])
})

test('staff without a second factor enrol one and see their recovery codes before they leave', async () => {
  server({
    '/api/interaction/u1': [200, { client: { id: 'x', name: '图书馆' } }],
    '/api/interaction/u1/login': [
      200,
      { next: 'enrol', secret: 'ABCDEFGHIJKL', otpauth: 'otpauth://totp/x?secret=ABCDEFGHIJKL' },
    ],
    '/api/interaction/u1/second-factor': [
      200,
      { next: 'done', redirectTo: '/cockpit', recoveryCodes: ['aaaa-1111', 'bbbb-2222'] },
    ],
  })
  const { container } = show()
  await waitFor(() => expect(container.querySelector('#login')).not.toBeNull())
  fireEvent.change(container.querySelector('#login') as Element, { target: { value: 'amy' } })
  fireEvent.change(container.querySelector('#password') as Element, { target: { value: 'right' } })
  fireEvent.submit(container.querySelector('form') as Element)
  await screen.findByText('ABCD EFGH IJKL')
  fireEvent.change(container.querySelector('#code') as Element, { target: { value: '123456' } })
  await screen.findByText('aaaa-1111')
  expect(screen.getByRole('button', { name: '已保存，继续' })).toBeTruthy()
})

test('an interaction that is gone leads back to the first page', async () => {
  server({})
  show()
  expect((await screen.findByRole('link', { name: '返回首页' })).getAttribute('href')).toBe('/')
})

test('a registration is checked before it is sent', () => {
  expect(Object.keys(registrationErrors({ login: 'a b', password: 'onlyletters', name: ' ', phone: '12345' })).sort()).toEqual([
    'login',
    'name',
    'password',
    'phone',
  ])
  expect(registrationErrors({ login: 'li.ayi', password: 'long-enough', name: '李阿姨', phone: '138 0000 0000' })).toEqual({})
})
