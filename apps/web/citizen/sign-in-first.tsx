import { LinkButton } from '../ui/button.tsx'
import { Empty } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { signInAddress } from '../ui/session.ts'

/** Says why an account is needed and comes back to this page. */
export const SignInFirst = ({ why }: { why: string }) => {
  const t = useWords()
  return (
    <Empty
      icon="person"
      title={t('signIn.title')}
      action={
        <LinkButton tone="primary" icon="person" href={signInAddress()}>
          {t('signIn.go')}
        </LinkButton>
      }
    >
      {why}
    </Empty>
  )
}
