import { useWords } from '../i18n.ts'
import type { Scale } from './choropleth.ts'
import './city-map.css'

/** Colours with their ranges and unit; says «no data» and «schematic» where they occur. */
export const Legend = ({ scale, gaps, schematic }: { scale: Scale; gaps?: boolean; schematic?: boolean }) => {
  const t = useWords()
  return (
    <ul className="hh-legend" aria-label={t('map.legend')}>
      {scale.classes.map((each) => (
        <li key={each.label}>
          <i style={{ background: `var(${each.fill})` }} />
          {each.label}
        </li>
      ))}
      {gaps && (
        <li data-fill="none">
          <i />
          {t('map.noValue')}
        </li>
      )}
      {schematic && <li title={t('map.schematicHelp')}>※ {t('map.schematic')}</li>}
    </ul>
  )
}
