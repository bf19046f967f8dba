/** The filters beside the list: each value with how many entries it would leave. */
import type { CatalogueFacet, CataloguePage, FacetCount } from '@haihe/contract'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { chosenOf, FACETS, filtersOn, NO_FILTERS, toggled } from './catalogue.ts'
import type { CatalogueSearch } from './section.ts'

const FEW = 5

export const useFacetWord = () => {
  const t = useWords()
  return (facet: CatalogueFacet, { value, title }: Pick<FacetCount, 'value' | 'title'>): string => {
    if (facet === 'class') return title ?? (value.startsWith('3.') ? t('catalogue.facet.department', { value }) : value)
    if (facet === 'owner') return title ?? value
    return t(`resource.${facet === 'sharing' || facet === 'opening' ? 'access' : facet}.${value}`, { defaultValue: value })
  }
}

const One = ({
  facet,
  counts,
  chosen,
  onToggle,
}: {
  facet: CatalogueFacet
  counts: readonly FacetCount[]
  chosen: readonly string[]
  onToggle: (value: string) => void
}) => {
  const t = useWords()
  const word = useFacetWord()
  const [all, setAll] = useState(false)
  // a chosen value stays in sight, also when nothing is left of it
  const gone = chosen.filter((value) => !counts.some((one) => one.value === value))
  const values = [...gone.map((value) => ({ value, title: null, count: 0 })), ...counts]
  const shown = values.filter(({ value }, index) => all || index < FEW || chosen.includes(value))
  if (values.length === 0) return null
  return (
    <fieldset className="hc-facet">
      <legend>{t(`catalogue.facet.${facet}`)}</legend>
      {shown.map((one) => (
        <label key={one.value}>
          <input type="checkbox" checked={chosen.includes(one.value)} onChange={() => onToggle(one.value)} />
          <span>{word(facet, one)}</span>
          <small>{one.count}</small>
        </label>
      ))}
      {values.length > FEW && (
        <Button size="small" tone="plain" onPress={() => setAll(!all)} aria-expanded={all}>
          {all ? t('catalogue.facet.less') : t('catalogue.facet.more', { count: values.length - FEW })}
        </Button>
      )}
    </fieldset>
  )
}

/** Grades stand from the lowest to the highest, all others as the server counts them. */
const inOrder = (facet: CatalogueFacet, counts: readonly FacetCount[]): readonly FacetCount[] =>
  facet === 'grade' ? [...counts].sort((a, b) => Number(a.value) - Number(b.value)) : counts

export const Facets = ({
  search,
  facets,
  onChange,
}: {
  search: CatalogueSearch
  facets: CataloguePage['facets'] | undefined
  onChange: (change: Partial<Record<CatalogueFacet, string | undefined>>) => void
}) => {
  const t = useWords()
  return (
    <div className="hc-facets">
      {filtersOn(search) > 0 && (
        <Button size="small" icon="close" onPress={() => onChange(NO_FILTERS)}>
          {t('catalogue.facet.clear')}
        </Button>
      )}
      {FACETS.map((facet) => (
        <One
          key={facet}
          facet={facet}
          counts={inOrder(facet, facets?.[facet] ?? [])}
          chosen={chosenOf(search, facet)}
          onToggle={(value) => onChange({ [facet]: toggled(search, facet, value) })}
        />
      ))}
    </div>
  )
}
