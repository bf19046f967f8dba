/** The console's words in Chinese: its own and those of every folder. */
import { gathered } from './lib/gathered.ts'

export default gathered(import.meta.glob<object>('./**/locales/zh.json', { eager: true, import: 'default' }))
