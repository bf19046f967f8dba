/** Which of the visible fields are read; what is not needed is not read. */
import type { Decision, ResourceField } from '@haihe/contract'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useWords } from '../../ui/i18n.ts'

export const FieldsMenu = ({
  fields,
  decision,
  visible,
  left,
  onChange,
}: {
  fields: readonly ResourceField[]
  decision: Decision
  visible: readonly string[]
  /** left out */
  left: ReadonlySet<string>
  onChange: (left: ReadonlySet<string>) => void
}) => {
  const t = useWords()
  const [open, setOpen] = useState(false)
  const chosen = visible.filter((name) => !left.has(name)).length
  return (
    <>
      <Button size="small" icon="list" onPress={() => setOpen(true)}>
        {t('query.fields', { count: chosen, total: visible.length })}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('query.fieldsTitle')}
        footer={
          <>
            <Button onPress={() => onChange(left.size > 0 ? new Set() : new Set(visible))}>
              {t(left.size > 0 ? 'query.all' : 'query.noneOf')}
            </Button>
            <Button tone="primary" onPress={() => setOpen(false)}>
              {t('query.done')}
            </Button>
          </>
        }
      >
        <div className="hc-section">
          <p className="hc-note">{t('query.fieldsHelp')}</p>
          <div className="hc-field-ticks">
            {fields
              .filter(({ name }) => visible.includes(name))
              .map(({ name, title }) => (
                <label key={name}>
                  <input
                    type="checkbox"
                    checked={!left.has(name)}
                    onChange={(event) => {
                      const next = new Set(left)
                      event.target.checked ? next.delete(name) : next.add(name)
                      onChange(next)
                    }}
                  />
                  <span>
                    {title}
                    {decision.fields[name]?.effect === 'mask' && <small>{t('policy.effect.mask')}</small>}
                  </span>
                </label>
              ))}
          </div>
        </div>
      </Dialog>
    </>
  )
}
