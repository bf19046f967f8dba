import type { Grant } from '@haihe/contract/permission'
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { ChoiceField, RegionField, UnitField } from '../parts/form.tsx'
import { grantableRoles } from './accounts.ts'

/** Roles, each within a region and for a unit. */
export const GrantsField = ({ grants, onChange }: { grants: readonly Grant[]; onChange: (grants: Grant[]) => void }) => {
  const t = useWords()
  const { may, scopes } = useSession()
  const top = scopes('account.manage')[0] ?? '12'
  const roles = grantableRoles(may)
  const set = (index: number, change: Partial<Grant>) =>
    onChange(grants.map((grant, place) => (place === index ? { ...grant, ...change } : grant)))
  return (
    <fieldset className="hc-grants">
      <legend>{t('accounts.roles')}</legend>
      {grants.map((grant, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grants have no id and keep their order while edited
        <div key={index} className="hc-grant">
          <ChoiceField
            label={t('accounts.role')}
            value={grant.role}
            options={[...new Set([...roles, grant.role])].map((role) => ({ value: role, label: t(`role.${role}`) }))}
            onChange={(role) => set(index, { role: role as Grant['role'] })}
          />
          <RegionField
            label={t('accounts.region')}
            top={top}
            value={grant.region}
            onChange={(region) => set(index, { region: region ?? top })}
          />
          <UnitField label={t('accounts.unit')} value={grant.unit} onChange={(unit) => set(index, { unit })} clearable optional />
          <IconButton
            icon="trash"
            label={t('accounts.removeRole', { role: t(`role.${grant.role}`) })}
            onPress={() => onChange(grants.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon="plus"
        onPress={() => onChange([...grants, { role: roles[0] ?? 'citizen', region: top, unit: null }])}
      >
        {t('accounts.addRole')}
      </Button>
    </fieldset>
  )
}
