/** Units to choose from where the engine's form does not list them itself. */
import type { Field } from '@haihe/contract'
import type { Choice } from '../../ui/form/choice-field.tsx'
import { useApi } from '../../ui/queries.ts'

interface Unit {
  id: string
  name: string
}

export const useUnitChoices = (form: readonly Field[]): readonly Choice[] | undefined => {
  const open = form.some(({ kind, options }) => (kind === 'unit' || kind === 'units') && !options?.length)
  const { data } = useApi<Unit[] | { items: Unit[] }>('/api/units', undefined, { enabled: open, staleTime: 3_600_000 })
  if (!open || !data) return undefined
  const units = Array.isArray(data) ? data : data.items
  return units.map(({ id, name }) => ({ value: id, label: name }))
}
