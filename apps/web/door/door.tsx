/** The first page: where to go, by who you are. */
import { useWords } from '../ui/i18n.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { River } from '../ui/river.tsx'
import { ElderSwitch, LanguageSwitch } from '../ui/shell.tsx'
import './door.css'

const FRONTS: readonly { id: string; icon: IconName }[] = [
  { id: 'citizen', icon: 'person' },
  { id: 'governance', icon: 'phone' },
  { id: 'cockpit', icon: 'map' },
  { id: 'console', icon: 'layers' },
]

export const Door = () => {
  const t = useWords()
  return (
    <div className="door">
      <header className="door-bar">
        <ElderSwitch />
        <LanguageSwitch />
      </header>
      <main className="door-main">
        <h1 className="door-title">
          {t('title')}
          <small>{t('subtitle')}</small>
        </h1>
        <p className="door-lead">{t('lead')}</p>
        <ul className="door-fronts">
          {FRONTS.map(({ id, icon }) => (
            <li key={id}>
              <a className="hh-card" href={`/${id}`}>
                <Icon name={icon} size="1.75rem" />
                <span>
                  <strong>{t(`fronts.${id}.name`)}</strong>
                  <small>{t(`fronts.${id}.who`)}</small>
                  <span>{t(`fronts.${id}.what`)}</span>
                </span>
                <Icon name="chevronRight" />
              </a>
            </li>
          ))}
        </ul>
      </main>
      <footer>{t('foot')}</footer>
      <River />
    </div>
  )
}
