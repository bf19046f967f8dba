import { Dialog } from '../ui/dialog.tsx'
import { useWords } from '../ui/i18n.ts'
import { DESK_KEYS } from './parts/keys.ts'

/** What each key does. */
export const KeyHelp = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const t = useWords()
  return (
    <Dialog open={open} onClose={onClose} title={t('keys.title')}>
      <dl className="hc-keys">
        {Object.entries(DESK_KEYS).map(([key, command]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${command}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
