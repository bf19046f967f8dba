/** The second factor of staff, set up once: scan, type the first code, keep the recovery codes. */
import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Bone } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { CodeForm } from './code-form.tsx'
import type { Enrol } from './interaction.ts'
import type { StepFormProps } from './password-form.tsx'

const useQr = (text: string): string | null => {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    void import('qrcode').then(async ({ toDataURL }) => {
      const drawn = await toDataURL(text, { margin: 1, width: 400, errorCorrectionLevel: 'M' })
      if (!gone) setAddress(drawn)
    })
    return () => {
      gone = true
    }
  }, [text])
  return address
}

export const EnrolForm = ({ enrol, ...form }: StepFormProps & { enrol: Enrol }) => {
  const t = useWords()
  const picture = useQr(enrol.otpauth)
  return (
    <div className="sign-enrol">
      <p>{t('enrol.help')}</p>
      {picture ? <img src={picture} alt={t('enrol.picture')} width={200} height={200} /> : <Bone width="200px" height="200px" />}
      <p>
        {t('enrol.byHand')}
        <code>{enrol.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
      </p>
      <CodeForm {...form} first />
    </div>
  )
}

/** Shown once: each code replaces the second factor one time. */
export const RecoveryCodes = ({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) => {
  const t = useWords()
  return (
    <div className="sign-enrol">
      <p>{t('recovery.help')}</p>
      <ul className="sign-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button tone="primary" wide onPress={onKept}>
        {t('recovery.kept')}
      </Button>
    </div>
  )
}
