/** An account for a citizen: level L1, by phone number; real name comes later and elsewhere. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../ui/api.ts'
import { Button } from '../ui/button.tsx'
import { useWords } from '../ui/i18n.ts'
import { type Registration, sendRegistration } from './interaction.ts'
import type { StepFormProps } from './password-form.tsx'
import { Problem } from './problem.tsx'
import { TextInput } from './text-input.tsx'

const BLANK: Registration = { login: '', password: '', name: '', phone: '' }
const LEAST_PASSWORD = 8

/** Key of the word for what is wrong, by field. The server checks the same again, and common passwords besides. */
export const registrationErrors = (who: Registration): Partial<Record<keyof Registration, string>> => ({
  ...(/^(\+?86)?1[3-9]\d{9}$/.test(who.phone.replaceAll(/[\s-]/g, '')) ? {} : { phone: 'register.wrong.phone' }),
  ...(who.name.trim() ? {} : { name: 'register.wrong.name' }),
  ...(/^[a-z0-9][a-z0-9._@-]{2,39}$/i.test(who.login.trim()) ? {} : { login: 'register.wrong.login' }),
  ...(who.password.length >= LEAST_PASSWORD && /\p{L}/u.test(who.password) && /\P{L}/u.test(who.password)
    ? {}
    : { password: 'register.wrong.password' }),
})

export const RegisterForm = ({ uid, onStep, busy }: StepFormProps) => {
  const t = useWords()
  const [who, setWho] = useState(BLANK)
  const [tried, setTried] = useState(false)
  const send = useMutation({ mutationFn: () => sendRegistration(uid, { ...who, name: who.name.trim() }), onSuccess: onStep })
  const wrong = registrationErrors(who)
  const errorOf = (field: keyof Registration): string | undefined => {
    const server = send.error instanceof ApiError ? send.error.fields.find(({ path }) => path === field)?.message : undefined
    const key = tried ? wrong[field] : undefined
    return key ? t(key) : server
  }
  const put = (field: keyof Registration) => (value: string) => setWho({ ...who, [field]: value })
  return (
    <form
      className="hh-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.keys(wrong).length === 0) send.mutate()
      }}
    >
      <TextInput
        id="name"
        label={t('register.name')}
        value={who.name}
        onChange={put('name')}
        error={errorOf('name')}
        autoComplete="name"
      />
      <TextInput
        id="phone"
        label={t('register.phone')}
        help={t('register.phoneHelp')}
        value={who.phone}
        onChange={put('phone')}
        error={errorOf('phone')}
        inputMode="tel"
        autoComplete="tel"
      />
      <TextInput
        id="login"
        label={t('register.login')}
        help={t('register.loginHelp')}
        value={who.login}
        onChange={put('login')}
        error={errorOf('login')}
        autoComplete="username"
        autoCapitalize="none"
      />
      <TextInput
        id="password"
        label={t('password.password')}
        help={t('register.passwordHelp')}
        value={who.password}
        onChange={put('password')}
        error={errorOf('password')}
        type="password"
        autoComplete="new-password"
      />
      <Problem error={send.error} />
      <Button tone="primary" wide type="submit" pending={send.isPending || busy}>
        {t('register.send')}
      </Button>
    </form>
  )
}
