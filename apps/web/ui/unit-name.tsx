import { useApi } from './queries.ts'

/** The name of a unit by its id, read once; an id that no unit has (a person, an outside body) is shown as it is. */
export const UnitName = ({ id }: { id: string }) => {
  const unit = useApi<{ name: string }>(`/api/units/${encodeURIComponent(id)}`, undefined, { staleTime: Infinity })
  if (unit.isPending) return <span aria-busy>…</span>
  return <span>{unit.data?.name ?? id}</span>
}
