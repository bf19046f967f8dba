/** What a reviewer would repeat, as a program: `npm run check`. Ends with 1 when anything is wrong. */
import { listFiles } from './files.ts'
import { checkGenerated } from './generated.ts'
import { checkImports } from './imports.ts'
import { checkLinks } from './links.ts'
import { checkScenarios } from './scenarios.ts'
import { checkSizes } from './sizes.ts'
import { checkStrings } from './strings.ts'
import { checkWords } from './words.ts'

const files = listFiles()
const results = {
  'import direction': checkImports(files),
  'file sizes': checkSizes(files),
  'string catalogues': checkStrings(files),
  scenarios: await checkScenarios(files),
  'generated files': checkGenerated(),
  'links in documents': checkLinks(files),
  'words and secrets': checkWords(files),
}

let wrong = 0
for (const [name, findings] of Object.entries(results)) {
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name}`)
  for (const { file, problem } of findings) console.log(`     ${file}: ${problem}`)
  wrong += findings.length
}
process.exitCode = wrong === 0 ? 0 : 1
