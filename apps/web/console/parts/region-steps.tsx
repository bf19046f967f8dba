/** A region, step by step down from the widest one a person may choose: district, street, community. Plain lists, known to every keyboard. */
import type { Region } from '@haihe/contract'
import { regionPath } from '@haihe/contract/region'
import { useQueries } from '@tanstack/react-query'
import { get } from '../../ui/api.ts'
import { useWords } from '../../ui/i18n.ts'
import { apiKey, useApi } from '../../ui/queries.ts'
import type { Spoken } from './form.tsx'

const FOREVER = { staleTime: Number.POSITIVE_INFINITY }

export interface RegionStepsProps {
  value: string | null
  onChange: (region: string | null) => void
  /** widest region that may be chosen */
  top: string
  /** digits of the smallest region offered; streets unless told */
  finest?: number
  /** none may be chosen too */
  clearable?: boolean
}

/** Regions whose children are offered: the widest one, then each that was chosen below it, widest first. */
export const stepsFor = (value: string | null, top: string, finest: number): string[] => {
  const chosen = value?.startsWith(top) ? regionPath(value).reverse() : []
  return [...new Set([top, ...chosen.filter((code) => code.length > top.length)])].filter((code) => code.length < finest)
}

export const RegionSteps = ({
  value,
  onChange,
  top,
  finest = 9,
  clearable,
  spoken,
  label,
}: RegionStepsProps & {
  /** of the label that stands above */
  spoken?: Spoken
  /** spoken name, when no label stands above */
  label?: string
}) => {
  const t = useWords()
  const root = useApi<Region>(`/api/regions/${top}`, undefined, FOREVER)
  const steps = stepsFor(value, top, finest)
  const below = useQueries({
    queries: steps.map((code) => ({
      queryKey: apiKey('/api/regions', { parent: code }),
      queryFn: ({ signal }: { signal: AbortSignal }) => get<{ items: Region[] }>('/api/regions', { parent: code }, signal),
      ...FOREVER,
    })),
  })
  return (
    <div className="hc-steps">
      {steps.map((code, index) => {
        const options = below[index]?.data?.items ?? []
        // what is chosen on this step: the region one level below `code` on the way to the value
        const chosen = steps[index + 1] ?? (value !== null && value !== code && value.startsWith(code) ? value : null)
        const whole = index === 0 ? (root.data?.name ?? top) : t('region.whole')
        if (index > 0 && options.length === 0) return null
        return (
          <select
            key={code}
            className="hh-input"
            {...(index === 0 ? (spoken ?? { 'aria-label': label }) : { 'aria-label': t('region.below') })}
            value={chosen ?? (value === null ? '' : code)}
            onChange={(event) => onChange(event.target.value || null)}
          >
            {index === 0 && (clearable || value === null) && <option value="">{t('region.any')}</option>}
            <option value={code}>{whole}</option>
            {chosen && !options.some((option) => option.code === chosen) && <option value={chosen}>{chosen}</option>}
            {options.map((option) => (
              <option key={option.code} value={option.code}>
                {option.name}
              </option>
            ))}
          </select>
        )
      })}
    </div>
  )
}
