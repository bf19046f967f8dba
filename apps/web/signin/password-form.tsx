import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useWords } from '../ui/i18n.ts'
import { type Step, sendLogin } from './interaction.ts'
import { Problem } from './problem.tsx'
import { TextInput } from './text-input.tsx'

export interface StepFormProps {
  uid: string
  onStep: (step: Step) => void
  busy: boolean
}

export const PasswordForm = ({ uid, onStep, busy }: StepFormProps) => {
  const t = useWords()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [seen, setSeen] = useState(false)
  const send = useMutation({ mutationFn: () => sendLogin(uid, login.trim(), password), onSuccess: onStep })
  return (
    <form
      className="hh-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (login.trim() && password) send.mutate()
      }}
    >
      <TextInput
        id="login"
        label={t('password.login')}
        value={login}
        onChange={setLogin}
        autoComplete="username"
        required
        autoCapitalize="none"
      />
      <div className="sign-password">
        <TextInput
          id="password"
          label={t('password.password')}
          value={password}
          onChange={setPassword}
          type={seen ? 'text' : 'password'}
          autoComplete="current-password"
          required
        />
        <Button tone="plain" size="small" onPress={() => setSeen(!seen)}>
          {t(seen ? 'password.hide' : 'password.show')}
        </Button>
      </div>
      <Problem error={send.error} />
      <Button tone="primary" wide type="submit" pending={send.isPending || busy}>
        {t('password.send')}
      </Button>
    </form>
  )
}
