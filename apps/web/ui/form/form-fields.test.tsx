import type { Field } from '@haihe/contract'
import { fireEvent, render, screen } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { ApiError } from '../api.ts'
import { FormFields } from './form-fields.tsx'
import { type FormState, useForm } from './use-form.ts'

const FIELDS: Field[] = [
  {
    name: 'title',
    label: { zh: '标题', en: 'Title' },
    help: { zh: '一句话说清楚', en: 'In a sentence' },
    kind: 'text',
    required: true,
    max: 10,
  },
  {
    name: 'kind',
    label: { zh: '类型', en: 'Kind' },
    kind: 'choice',
    required: true,
    options: [
      { value: 'a', label: { zh: '井盖', en: 'Manhole' } },
      { value: 'b', label: { zh: '路灯', en: 'Lamp' } },
    ],
  },
]

let form: FormState
const Page = ({ draftKey }: { draftKey?: string }) => {
  form = useForm(FIELDS, draftKey ? { draftKey } : {})
  return <FormFields fields={FIELDS} form={form} />
}

beforeEach(() => localStorage.clear())

test('every field has its label, its help and, once wrong, its error', async () => {
  render(<Page />)
  const title = screen.getByLabelText('标题')
  expect(title.getAttribute('aria-describedby')).toBe('field-title-help')
  const { act } = await import('react')
  act(() => void form.check())
  expect(screen.getByText('有 2 处需要修改')).toBeTruthy()
  expect(title.getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById('field-title-error')?.textContent).toContain('请填写标题')
  fireEvent.change(title, { target: { value: '井盖坏了' } })
  expect(document.getElementById('field-title-error')).toBeNull()
  fireEvent.click(screen.getByLabelText('井盖'))
  expect(form.values).toEqual({ title: '井盖坏了', kind: 'a' })
})

test("the server's errors find their fields", async () => {
  render(<Page />)
  const { act } = await import('react')
  act(
    () =>
      void form.take(new ApiError(400, 'INVALID_INPUT', '有误', 't', [{ path: 'data.title', message: '「标题」含有敏感信息' }])),
  )
  expect(screen.getByText('「标题」含有敏感信息')).toBeTruthy()
})

test('a draft is kept as you go and comes back', () => {
  const { unmount } = render(<Page draftKey="test" />)
  fireEvent.change(screen.getByLabelText('标题'), { target: { value: '路灯不亮' } })
  unmount()
  render(<Page draftKey="test" />)
  expect((screen.getByLabelText('标题') as HTMLInputElement).value).toBe('路灯不亮')
})
