import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { useWords } from '../../ui/i18n.ts'
import { instantOf } from '../../ui/minute.ts'
import { useSession } from '../../ui/session.ts'
import { ChoiceField, ManyField, RegionField, TextField, UnitField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import { useSources } from '../sources/sources.ts'
import { grantableRoles } from './accounts.ts'

export const NewToken = ({ onClose, onDone }: { onClose: () => void; onDone: () => unknown }) => {
  const t = useWords()
  const { may, scopes } = useSession()
  const top = scopes('account.manage')[0] ?? '12'
  const sources = useSources(may('source.read'))
  const sending = useSending()
  const [name, setName] = useState('')
  const [source, setSource] = useState('')
  const [unit, setUnit] = useState<string | null>(null)
  const [region, setRegion] = useState<string | null>(top)
  const [roles, setRoles] = useState<string[]>(['client'])
  const [until, setUntil] = useState('')
  const [token, setToken] = useState<string | null>(null)
  const save = async () => {
    const fine = sending.check({
      name: name.trim() === '' && t('tokens.nameWrong'),
      region: region === null && t('sources.regionWrong'),
      roles: roles.length === 0 && t('accounts.grantsWrong'),
    })
    if (!fine) return
    const made = await sending.send(async () => {
      const answer = await post<{ token: string }>('/api/tokens', {
        name: name.trim(),
        source: source || null,
        unit,
        region,
        roles,
        expiresAt: until ? instantOf(`${until}T23:59`) : null,
      })
      setToken(answer.token)
    })
    if (made) onDone()
  }
  return (
    <FormPanel
      title={t('tokens.new')}
      onClose={onClose}
      action={t('tokens.create')}
      sending={sending}
      onSend={save}
      after={<SecretOnce title={t('tokens.made')} secrets={token === null ? null : [{ name, value: token }]} onClose={onClose} />}
    >
      <TextField
        label={t('tokens.name')}
        help={t('tokens.nameHelp')}
        value={name}
        onChange={setName}
        error={sending.wrong('name')}
      />
      <ChoiceField
        label={t('tokens.source')}
        help={t('tokens.sourceHelp')}
        value={source}
        options={[
          { value: '', label: t('tokens.anySource') },
          ...(sources.data?.sources.map(({ id, title }) => ({ value: id, label: `${title} (${id})` })) ?? []),
        ]}
        onChange={setSource}
        error={sending.wrong('source')}
      />
      <ManyField
        label={t('tokens.roles')}
        options={grantableRoles(may).map((role) => ({ value: role, label: t(`role.${role}`) }))}
        value={roles}
        onChange={setRoles}
        error={sending.wrong('roles')}
      />
      <RegionField label={t('tokens.region')} top={top} value={region} onChange={setRegion} error={sending.wrong('region')} />
      <UnitField label={t('tokens.unit')} value={unit} onChange={setUnit} clearable optional error={sending.wrong('unit')} />
      <TextField
        label={t('tokens.expires')}
        help={t('tokens.expiresHelp')}
        type="date"
        value={until}
        onChange={setUntil}
        error={sending.wrong('expiresAt')}
        optional
      />
    </FormPanel>
  )
}
