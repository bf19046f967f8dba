import { useMutation } from '@tanstack/react-query'
import { Button as AriaButton } from 'react-aria-components/Button'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { type DemoAccount, sendDemo } from './interaction.ts'
import type { StepFormProps } from './password-form.tsx'
import { Problem } from './problem.tsx'

/** Demonstration mode only: the server lists its accounts and one tap signs in. */
export const DemoAccounts = ({ uid, accounts, onStep, busy }: StepFormProps & { accounts: readonly DemoAccount[] }) => {
  const t = useWords()
  const send = useMutation({ mutationFn: (account: DemoAccount) => sendDemo(uid, account), onSuccess: onStep })
  return (
    <section className="sign-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demo.title')}</h2>
      <p>{t('demo.help')}</p>
      <Problem error={send.error} />
      <ul>
        {accounts.map((account) => (
          <li key={account.login}>
            <AriaButton className="sign-account" isDisabled={send.isPending || busy} onPress={() => send.mutate(account)}>
              <span className="sign-face" aria-hidden>
                {account.name.slice(0, 1)}
              </span>
              <span>
                <strong>{account.name}</strong>
                <small>{[t(`role.${account.role}`), account.unit].filter(Boolean).join(' · ')}</small>
              </span>
              {send.isPending && send.variables?.login === account.login ? (
                <span className="hh-spin" aria-hidden />
              ) : (
                <Icon name="chevronRight" />
              )}
            </AriaButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
