/** Starts a front: words, queries, preferences, messages, and a last net under errors. */
import './tokens.css'
import './base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { Component, type ErrorInfo, type ReactNode, StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { Button } from './button.tsx'
import { Empty } from './faces.tsx'
import { type Catalogue, startI18n, startI18nBy, useWords, type WordsOf } from './i18n.ts'
import { applyPreferences, usePreferences } from './preferences.ts'
import { createQueryClient } from './queries.ts'
import { Toasts } from './toast.tsx'

const Crash = ({ error }: { error: Error }) => {
  const t = useWords()
  return (
    <main>
      <Empty
        icon="info"
        title={t('error.crash')}
        action={
          <Button tone="primary" icon="refresh" onPress={() => location.reload()}>
            {t('error.reload')}
          </Button>
        }
      >
        {t('error.crashHelp')}
        <br />
        <span className="hh-trace">{error.message}</span>
      </Empty>
    </main>
  )
}

class Net extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }
  static getDerivedStateFromError(error: Error) {
    return { error }
  }
  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }
  override render() {
    return this.state.error ? <Crash error={this.state.error} /> : this.props.children
  }
}

/** Everything a front's components stand on; tests wrap with it too. */
export const Providers = ({ children, client }: { children: ReactNode; client: ReturnType<typeof createQueryClient> }) => {
  const { language } = usePreferences()
  return (
    <QueryClientProvider client={client}>
      <I18nProvider locale={language === 'zh' ? 'zh-CN' : 'en-US'}>
        <Net>{children}</Net>
        <Toasts />
      </I18nProvider>
    </QueryClientProvider>
  )
}

const render = (app: ReactNode): void => {
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root')
  createRoot(root).render(
    <StrictMode>
      <Providers client={createQueryClient()}>{app}</Providers>
    </StrictMode>,
  )
}

/** `mountFront({ zh, en }, <RouterProvider router={router} />)` in the front's main.tsx; a loader instead of the two where words are many */
export const mountFront = (words: Catalogue | WordsOf, app: ReactNode): void => {
  applyPreferences()
  if (typeof words === 'function') void startI18nBy(words).then(() => render(app))
  else {
    startI18n(words)
    render(app)
  }
}
