import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useWords } from '../ui/i18n.ts'
import { sendCode } from './interaction.ts'
import type { StepFormProps } from './password-form.tsx'
import { Problem } from './problem.tsx'
import { TextInput } from './text-input.tsx'

const DIGITS = 6

/** The six digits of the authenticator, sent by themselves when the sixth is typed; or a recovery code. `first`: while enrolling. */
export const CodeForm = ({ uid, onStep, busy, first = false }: StepFormProps & { first?: boolean }) => {
  const t = useWords()
  const [code, setCode] = useState('')
  const [recovering, setRecovering] = useState(false)
  const send = useMutation({ mutationFn: (text: string) => sendCode(uid, text), onSuccess: onStep })
  const type = (text: string) => {
    if (recovering) return setCode(text.slice(0, 40))
    const digits = text.replace(/\D/g, '').slice(0, DIGITS)
    setCode(digits)
    if (digits.length === DIGITS && digits !== code) send.mutate(digits)
  }
  const complete = recovering ? code.trim().length > 0 : code.length === DIGITS
  return (
    <form
      className="hh-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (complete) send.mutate(code.trim())
      }}
    >
      <div className="sign-code" data-long={recovering || undefined}>
        <TextInput
          id="code"
          label={t(recovering ? 'recovery.label' : 'code.label')}
          help={t(recovering ? 'recovery.inputHelp' : 'code.help')}
          value={code}
          onChange={type}
          {...(recovering ? {} : { inputMode: 'numeric' as const })}
          autoComplete="one-time-code"
          autoFocus
        />
      </div>
      <Problem error={send.error} />
      <Button tone="primary" wide type="submit" isDisabled={!complete} pending={send.isPending || busy}>
        {t('code.send')}
      </Button>
      {!first && (
        <Button
          tone="plain"
          onPress={() => {
            setRecovering(!recovering)
            setCode('')
            send.reset()
          }}
        >
          {t(recovering ? 'recovery.back' : 'recovery.use')}
        </Button>
      )}
    </form>
  )
}
