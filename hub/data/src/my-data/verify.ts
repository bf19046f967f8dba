/**
 * Real-name step (实名认证): binds an account to the person or enterprise it stands for, once. The register is outside the
 * hub: a city gives its own `VerifySubject`; demo mode simulates one that believes every well-formed number.
 */
import { type Actor, AppError, isIdentityNumber, isUscc, type SubjectVerification, type VerifiedSubject } from '@haihe/contract'
import { type AccountSubject, type Audit, bindAccountSubject, type Ctx, inTransaction, localDate } from '@haihe/kernel'
import type { SubjectKey } from '../platform/ports.ts'
import { normaliseNumber } from '../platform/subject-key.ts'

/** Asks the authoritative register whether number and name belong together. */
export type VerifySubject = (kind: 'person' | 'enterprise', number: string, name: string) => Promise<boolean>

export interface VerifyDeps {
  ctx: Pick<Ctx, 'db' | 'now' | 'config' | 'city'>
  audit: Pick<Audit, 'record'>
  subjectKey: SubjectKey
  verifySubject?: VerifySubject
}

/** First and last character (对外前1后1). */
const outerMask = (number: string): string => {
  const normal = normaliseNumber(number)
  return `${normal.slice(0, 1)}${'*'.repeat(Math.max(0, normal.length - 2))}${normal.slice(-1)}`
}

export const toVerified = ({ kind, masked, method, verifiedAt }: AccountSubject): VerifiedSubject => ({
  kind,
  masked,
  method,
  verifiedAt: verifiedAt.toISOString(),
})

const wrong = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })

export const isSimulated = ({ ctx, verifySubject }: Pick<VerifyDeps, 'ctx' | 'verifySubject'>): boolean =>
  verifySubject === undefined && ctx.config.mode === 'demo'

/** Throws INVALID_INPUT, ALREADY_EXISTS, and UNAVAILABLE where nothing can verify. */
export const verifyAccount = async (
  deps: VerifyDeps,
  actor: Pick<Actor, 'id' | 'kind' | 'name' | 'grants'>,
  input: SubjectVerification,
  traceId?: string,
): Promise<VerifiedSubject> => {
  const { ctx, audit, subjectKey, verifySubject } = deps
  // machines stand for nobody
  if (actor.kind !== 'person') throw new AppError('FORBIDDEN')
  const number = normaliseNumber(input.number)
  if (input.kind === 'person' && !isIdentityNumber(number, localDate(ctx.now())))
    throw wrong('number', '身份证号码不正确，请核对 18 位号码')
  if (input.kind === 'enterprise' && !isUscc(number)) throw wrong('number', '统一社会信用代码不正确，请核对 18 位代码')
  if (!verifySubject && !isSimulated(deps)) throw new AppError('UNAVAILABLE', { detail: '尚未接入实名核验服务' })
  if (verifySubject && !(await verifySubject(input.kind, number, input.name)))
    throw wrong('name', '号码与姓名（名称）不一致，请核对')
  const subject: AccountSubject = {
    kind: input.kind,
    key: subjectKey(input.kind, number),
    masked: outerMask(number),
    method: verifySubject ? 'outside' : 'simulated',
    verifiedAt: ctx.now(),
  }
  await inTransaction(ctx.db, async (trx) => {
    if (!(await bindAccountSubject(trx, actor.id, subject)))
      throw new AppError('ALREADY_EXISTS', { detail: '该账户或该号码已经完成实名认证，如有疑问请拨打 12345' })
    await audit.record(trx, [
      {
        actor,
        action: 'account.verify-subject',
        subject: `account:${actor.id}`,
        region: actor.grants[0]?.region ?? ctx.city.code,
        details: { kind: subject.kind, masked: subject.masked, method: subject.method },
        traceId,
      },
    ])
  })
  return toVerified(subject)
}
