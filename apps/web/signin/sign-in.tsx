/** One page, one question at a time: who you are, then the second factor, then back to where you came from. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, LinkButton } from '../ui/button.tsx'
import { Bone, Empty, Failing, Loading } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { River } from '../ui/river.tsx'
import { ElderSwitch, LanguageSwitch } from '../ui/shell.tsx'
import { CodeForm } from './code-form.tsx'
import { DemoAccounts } from './demo-accounts.tsx'
import { EnrolForm, RecoveryCodes } from './enrol-form.tsx'
import { type Enrol, readInteraction, type Step } from './interaction.ts'
import { PasswordForm } from './password-form.tsx'
import { RegisterForm } from './register-form.tsx'
import './sign-in.css'

type Face = 'password' | 'code' | 'register' | 'enrol' | 'recovery'

const Card = ({ uid }: { uid: string }) => {
  const t = useWords()
  const [face, setFace] = useState<Face>('password')
  const [leaving, setLeaving] = useState(false)
  const interaction = useQuery({
    queryKey: ['interaction', uid],
    queryFn: () => readInteraction(uid),
    staleTime: Infinity,
    retry: 1,
  })
  const [enrol, setEnrol] = useState<Enrol | null>(null)
  const [kept, setKept] = useState<{ codes: string[]; to: string } | null>(null)
  const leave = (to: string) => {
    setLeaving(true)
    location.assign(to)
  }
  const follow = (step: Step) => {
    if (step.next === 'second-factor') return setFace('code')
    if (step.next === 'enrol') {
      setEnrol(step)
      return setFace('enrol')
    }
    if (step.recoveryCodes) {
      setKept({ codes: step.recoveryCodes, to: step.redirectTo })
      return setFace('recovery')
    }
    leave(step.redirectTo)
  }
  if (interaction.error)
    return (
      <div className="hh-card sign-card">
        {interaction.error instanceof Error && 'status' in interaction.error && interaction.error.status === 404 ? (
          <Empty icon="clock" title={t('expired.title')} action={<LinkButton href="/">{t('expired.home')}</LinkButton>}>
            {t('expired.help')}
          </Empty>
        ) : (
          <Failing error={interaction.error} retry={() => void interaction.refetch()} />
        )}
      </div>
    )
  if (!interaction.data)
    return (
      <div className="hh-card sign-card">
        <Loading>
          <Bone height="18rem" />
        </Loading>
      </div>
    )
  const { client, demo = [] } = interaction.data
  return (
    <div className="sign-cards" data-two={(demo.length > 0 && !kept) || undefined}>
      <section className="hh-card sign-card" aria-labelledby="sign-title">
        <p className="sign-client">{t('to', { client: client.name })}</p>
        <h1 id="sign-title">{t(`face.${face}`)}</h1>
        {face === 'password' && <PasswordForm uid={uid} onStep={follow} busy={leaving} />}
        {face === 'code' && <CodeForm uid={uid} onStep={follow} busy={leaving} />}
        {face === 'register' && <RegisterForm uid={uid} onStep={follow} busy={leaving} />}
        {face === 'enrol' && enrol && <EnrolForm uid={uid} onStep={follow} busy={leaving} enrol={enrol} />}
        {face === 'recovery' && kept && <RecoveryCodes codes={kept.codes} onKept={() => leave(kept.to)} />}
        <div className="sign-other">
          {face === 'password' && (
            <Button tone="plain" onPress={() => setFace('register')}>
              {t('register.go')}
            </Button>
          )}
          {(face === 'code' || face === 'register') && (
            <Button tone="plain" icon="chevronLeft" onPress={() => setFace('password')}>
              {t('password.go')}
            </Button>
          )}
        </div>
      </section>
      {demo.length > 0 && !kept && <DemoAccounts uid={uid} accounts={demo} onStep={follow} busy={leaving} />}
    </div>
  )
}

export const SignIn = ({ uid }: { uid: string | null }) => {
  const t = useWords()
  return (
    <div className="sign">
      <header className="sign-bar">
        <a href="/" className="sign-mark">
          <Icon name="waves" size="1.75rem" />
          {t('app.name')}
        </a>
        <span className="sign-tools">
          <ElderSwitch />
          <LanguageSwitch />
        </span>
      </header>
      <main className="sign-main">
        {uid ? (
          <Card uid={uid} />
        ) : (
          <div className="hh-card sign-card">
            <Empty icon="lock" title={t('missing.title')} action={<LinkButton href="/">{t('expired.home')}</LinkButton>}>
              {t('missing.help')}
            </Empty>
          </div>
        )}
      </main>
      <River />
    </div>
  )
}
