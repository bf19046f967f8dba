/** The conversation with the identity provider about one sign-in, named by its uid. */
import type { Role } from '@haihe/contract'
import { get, post } from '../ui/api.ts'

export interface DemoAccount {
  login: string
  name: string
  role: Role
  /** name of the unit */
  unit: string | null
  password: string
  totp?: string
}
export interface Interaction {
  /** the front or application that asks for the sign-in */
  client: { id: string; name: string }
  /** only in demonstration mode */
  demo?: DemoAccount[]
}
export interface Done {
  next: 'done'
  redirectTo: string
  /** shown once, after a second factor was enrolled */
  recoveryCodes?: string[]
}
/** Staff without a second factor enrol one before they go on. */
export interface Enrol {
  next: 'enrol'
  secret: string
  otpauth: string
}
export type Step = { next: 'second-factor' } | Enrol | Done

export interface Registration {
  login: string
  password: string
  name: string
  phone: string
}

const at = (uid: string) => `/api/interaction/${encodeURIComponent(uid)}`

export const readInteraction = (uid: string) => get<Interaction>(at(uid))
export const sendLogin = (uid: string, login: string, password: string) => post<Step>(`${at(uid)}/login`, { login, password })
export const sendCode = (uid: string, code: string) => post<Step>(`${at(uid)}/second-factor`, { code })
export const sendRegistration = (uid: string, who: Registration) => post<Step>(`${at(uid)}/register`, who)

/** One tap: password, then the code when one is asked for. */
export const sendDemo = async (uid: string, account: DemoAccount): Promise<Step> => {
  const step = await sendLogin(uid, account.login, account.password)
  return step.next === 'second-factor' && account.totp ? sendCode(uid, account.totp) : step
}
