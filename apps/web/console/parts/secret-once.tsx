import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { Snippet } from './small.tsx'

/** A secret that the server will never show again. The dialog closes only when the person says it is kept. */
export const SecretOnce = ({
  title,
  secrets,
  onClose,
}: {
  title: string
  /** name and value; null: nothing to show */
  secrets: readonly { name: string; value: string }[] | null
  onClose: () => void
}) => {
  const t = useWords()
  return (
    <Dialog
      open={secrets !== null}
      onClose={onClose}
      title={title}
      strict
      footer={
        <Button tone="primary" onPress={onClose}>
          {t('secret.kept')}
        </Button>
      }
    >
      <div className="hc-section">
        <p className="hc-secret-note">
          <Icon name="lock" /> {t('secret.once')}
        </p>
        {secrets?.map(({ name, value }) => (
          <div key={name} className="hc-section">
            <h3>{name}</h3>
            <Snippet text={value} label={name} />
          </div>
        ))}
      </div>
    </Dialog>
  )
}
