import { afterEach, describe, expect, it } from 'vitest'
import { commandOf } from './desk-keys.ts'

const press = (key: string, html = '<p></p>', held: { ctrlKey?: boolean } = {}) => {
  document.body.innerHTML = html
  const target = document.body.querySelector('[data-at]') ?? document.body
  return commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, target, ...held })
}
afterEach(() => {
  document.body.innerHTML = ''
})

describe('keys of the desk', () => {
  it('are commands on the page', () => {
    expect(press('j')).toBe('next')
    expect(press('?')).toBe('help')
    expect(press('x')).toBeUndefined()
  })
  it('are letters in a field and in a dialog', () => {
    expect(press('a', '<input data-at>')).toBeUndefined()
    expect(press('j', '<div role="dialog"><p data-at></p></div>')).toBeUndefined()
  })
  it('leave the browser its own', () => expect(press('a', '<p></p>', { ctrlKey: true })).toBeUndefined())
  it('leave Enter to the focused button', () => {
    expect(press('Enter')).toBe('open')
    expect(press('Enter', '<button data-at></button>')).toBeUndefined()
    expect(press('j', '<button data-at></button>')).toBe('next')
  })
})
