/** Another resource, found by its name in the catalogue. */
import type { CatalogueEntry, CataloguePage } from '@haihe/contract'
import { useDeferredValue, useState } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { Field } from '../parts/form.tsx'
import './quality.css'

export const ResourceField = ({
  label,
  help,
  value,
  onChange,
  error,
}: {
  label: string
  help?: string
  value: string
  onChange: (id: string) => void
  error: string | undefined
}) => {
  const t = useWords()
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q.trim())
  const found = useApi<CataloguePage>('/api/catalogue', { q: asked || undefined, limit: 30 }, { keep: true })
  const chosen = useApi<CatalogueEntry>(`/api/catalogue/${value}`, undefined, { enabled: value !== '' })
  const items = found.data?.items ?? []
  return (
    <Field label={label} help={help} error={error}>
      {(spoken) => (
        <div className="hc-resource">
          <input
            className="hh-input"
            type="search"
            aria-label={t('quality.findResource')}
            placeholder={t('quality.findResource')}
            value={q}
            maxLength={100}
            onChange={(event) => setQ(event.target.value)}
          />
          <select {...spoken} className="hh-input" value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{t('quality.chooseResource', { count: items.length })}</option>
            {value !== '' && !items.some(({ id }) => id === value) && (
              <option value={value}>{chosen.data?.resource.title ?? value}</option>
            )}
            {items.map(({ id, title, code }) => (
              <option key={id} value={id}>
                {`${title} · ${code}`}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  )
}
