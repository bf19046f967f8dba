/** The front's frame: who is here, language and account. Its screens are added as routes. */
import { Empty, Faces, LoadingRows } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { useMe } from '../ui/session.ts'
import { AccountMenu, DeskShell, LanguageSwitch } from '../ui/shell.tsx'

export const Home = () => {
  const t = useWords()
  const me = useMe()
  return (
    <DeskShell
      title={t('title')}
      nav={[]}
      tools={
        <>
          <LanguageSwitch />
          <AccountMenu />
        </>
      }
    >
      <Faces of={me} loading={<LoadingRows rows={3} />}>
        {({ account }) => <Empty title={t('welcome', { name: account.name })}>{t('about')}</Empty>}
      </Faces>
    </DeskShell>
  )
}
