import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useWords } from '../ui/i18n.ts'
import { sendCode } from './interaction.ts'
import type { StepFormProps } from './password-form.tsx'
import { Problem } from './problem.tsx'
import { TextInput } from './text-input.tsx'

const DIGITS = 6

/** The six digits of the authenticator; sent by themselves when the sixth is typed. */
export const CodeForm = ({ uid, onStep, busy }: StepFormProps) => {
  const t = useWords()
  const [code, setCode] = useState('')
  const send = useMutation({ mutationFn: (digits: string) => sendCode(uid, digits), onSuccess: onStep })
  const type = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, DIGITS)
    setCode(digits)
    if (digits.length === DIGITS && digits !== code) send.mutate(digits)
  }
  return (
    <form
      className="hh-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (code.length === DIGITS) send.mutate(code)
      }}
    >
      <div className="sign-code">
        <TextInput
          id="code"
          label={t('code.label')}
          help={t('code.help')}
          value={code}
          onChange={type}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
        />
      </div>
      <Problem error={send.error} />
      <Button tone="primary" wide type="submit" isDisabled={code.length < DIGITS} pending={send.isPending || busy}>
        {t('code.send')}
      </Button>
    </form>
  )
}
