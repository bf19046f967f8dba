/** The console's words in English: its own and those of every folder. */
import { gathered } from './lib/gathered.ts'

export default gathered(import.meta.glob<object>('./**/locales/en.json', { eager: true, import: 'default' }))
