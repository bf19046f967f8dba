import { Empty } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'

export const AppShell = () => <Empty title={useWords()('title')} />
