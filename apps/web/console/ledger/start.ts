/** What the forms of a need's actions say before anybody changes them. Pure. */
import type { Field, LedgerDetail } from '@haihe/contract'
import type { FormValues } from '../../ui/form/values.ts'

/** What the grant would be if nobody changed anything: the catalogued fields of the need. */
export const startOf = (form: readonly Field[], { need, row }: Pick<LedgerDetail, 'need' | 'row'>): FormValues => {
  const has = (name: string) => form.some((field) => field.name === name)
  const fields = need.fields.flatMap(({ field }) => field ?? [])
  return {
    ...(has('fields') && fields.length > 0 ? { fields: [...new Set(fields)].join(',') } : {}),
    ...(has('purpose') ? { purpose: need.purpose } : {}),
    ...(has('region') && need.region ? { region: need.region } : {}),
    ...(has('promise') && need.wantedBy ? { promise: need.wantedBy } : {}),
    ...(has('resource') && row.resource ? { resource: row.resource.id } : {}),
    ...(has('unit') && row.owner ? { unit: row.owner.id } : has('unit') && need.owner ? { unit: need.owner } : {}),
  }
}
