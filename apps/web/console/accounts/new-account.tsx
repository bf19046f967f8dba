import type { Grant } from '@haihe/contract/permission'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { useWords } from '../../ui/i18n.ts'
import { TextField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import { Outcome } from '../parts/small.tsx'
import type { Account } from './accounts.ts'
import { GrantsField } from './grants-field.tsx'

export const NewAccount = ({ onClose, onDone }: { onClose: () => void; onDone: () => unknown }) => {
  const t = useWords()
  const sending = useSending()
  const [login, setLogin] = useState('')
  const [name, setName] = useState('')
  const [grants, setGrants] = useState<Grant[]>([])
  const [password, setPassword] = useState<string | null>(null)
  const save = async () => {
    const fine = sending.check({
      login: login.trim() === '' && t('accounts.loginWrong'),
      name: name.trim() === '' && t('accounts.nameWrong'),
      grants: grants.length === 0 && t('accounts.grantsWrong'),
    })
    if (!fine) return
    const made = await sending.send(async () => {
      const account = await post<Account & { password?: string }>('/api/accounts', {
        login: login.trim(),
        name: name.trim(),
        grants,
      })
      setPassword(account.password ?? '')
    })
    if (made) onDone()
  }
  return (
    <FormPanel
      title={t('accounts.new')}
      onClose={onClose}
      action={t('accounts.create')}
      sending={sending}
      onSend={save}
      after={
        <SecretOnce
          title={t('accounts.made')}
          secrets={password === null ? null : [{ name: login, value: password }]}
          onClose={onClose}
        />
      }
    >
      <TextField
        label={t('accounts.login')}
        help={t('accounts.loginHelp')}
        value={login}
        onChange={setLogin}
        error={sending.wrong('login')}
        mono
      />
      <TextField label={t('accounts.name')} value={name} onChange={setName} error={sending.wrong('name')} />
      <GrantsField grants={grants} onChange={setGrants} />
      {sending.wrong('grants') && <Outcome tone="bad">{sending.wrong('grants')}</Outcome>}
      <p className="hc-note">{t('accounts.passwordNote')}</p>
    </FormPanel>
  )
}
