import { useState } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { Field } from './form.tsx'

/** One file, chosen in the dialog of the system; its name stands in the field, in the language of the page. */
export const FileField = ({
  accept,
  onFile,
  ...field
}: Omit<Parameters<typeof Field>[0], 'children'> & { accept: string; onFile: (file: File | null) => void }) => {
  const t = useWords()
  const [name, setName] = useState<string | null>(null)
  return (
    <Field {...field}>
      {(spoken) => (
        <span className="hc-file hh-input">
          <Icon name="up" />
          <span>{name ?? t('form.chooseFile')}</span>
          <input
            {...spoken}
            type="file"
            accept={accept}
            onChange={(event) => {
              const file = event.target.files?.[0] ?? null
              setName(file?.name ?? null)
              onFile(file)
            }}
          />
        </span>
      )}
    </Field>
  )
}
