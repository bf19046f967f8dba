/** A person or a machine that talks to the hub without a screen: signed in through the same pages, over fetch. */
import assert from 'node:assert/strict'
import { type Answer, type Browser, createBrowser } from '@haihe/kernel/identity/testing/browser'
import type { Hub } from './hub.ts'

interface DemoAccount {
  login: string
  password: string
  totp?: string
}

export interface Person {
  browser: Browser
  get: (path: string) => Promise<Answer>
  send: (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<Answer>
  /** uploads a photo and answers its id */
  photo: (png: Buffer) => Promise<string>
}

type Step = (step: string, body?: unknown) => Promise<Answer>

/** Opens the sign-in page, lets `steps` prove who it is, and comes back signed in. */
const enter = async (hub: Pick<Hub, 'url'>, steps: (step: Step) => Promise<Answer>): Promise<Person> => {
  const browser = createBrowser(hub.url)
  const page = await browser.visit('/auth/login?to=/', (next) => next.pathname.startsWith('/signin'))
  const uid = new URL(page.url).searchParams.get('uid')
  const answer = await steps((step, body) =>
    browser.request(`/api/interaction/${uid}${step}`, body === undefined ? {} : { method: 'POST', body }),
  )
  assert.equal(answer.json.next, 'done', `sign-in: ${answer.text}`)
  await browser.visit(answer.json.redirectTo)
  return {
    browser,
    get: (path) => browser.request(path),
    send: (method, path, body) => browser.request(path, { method, body }),
    async photo(png) {
      const cookie = browser.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
      const response = await fetch(`${hub.url}/api/attachments`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'image/png' },
        body: new Uint8Array(png),
      })
      const text = await response.text()
      assert.equal(response.status, 201, text)
      return JSON.parse(text).id
    },
  }
}

/** Signs a demonstration account in, second factor and all. */
export const signInAs = (hub: Pick<Hub, 'url'>, login: string): Promise<Person> =>
  enter(hub, async (step) => {
    const { json } = await step('')
    const account = (json.demo as DemoAccount[]).find((each) => each.login === login)
    assert.ok(account, `demonstration account ${login}`)
    const answer = await step('/login', { login, password: account.password })
    return answer.json.next === 'second-factor' ? step('/second-factor', { code: account.totp }) : answer
  })

/** A citizen who makes an account of their own. */
export const registerCitizen = (hub: Pick<Hub, 'url'>, login: string, name: string): Promise<Person> =>
  enter(hub, (step) => step('/register', { login, name, password: 'tianjin-haihe-2026', phone: '13820000001' }))

/** The answer's body, once its status is what it should be. */
export const expect = (answer: Answer, status: number): Answer['json'] => {
  assert.equal(answer.status, status, `${answer.url}: ${answer.text.slice(0, 500)}`)
  return answer.json
}
