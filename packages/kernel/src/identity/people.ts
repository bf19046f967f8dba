/** What people type about themselves, checked once for every door. */
import { z } from 'zod'

/** Logins are compared in lower case; letters that look alike are brought to one form. */
export const normalLogin = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

export const NewLogin = z
  .string()
  .max(60)
  .transform(normalLogin)
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9._@-]{2,39}$/, '登录名须为 3 至 40 位小写字母、数字或 . _ @ -，以字母或数字开头'))

export const PersonName = z
  .string()
  .trim()
  .min(1, '请填写姓名')
  .max(40, '姓名最长 40 字')
  .refine((value) => !/[\p{Cc}<>]/u.test(value), '姓名含有不支持的字符')

/** Mobile number of the mainland, as people write it: spaces, dashes and +86 are taken off. */
export const Phone = z
  .string()
  .max(30)
  .transform((value) => value.replaceAll(/[\s-]/g, '').replace(/^\+?86(?=1)/, ''))
  .pipe(z.string().regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号码'))

export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(7)}`
