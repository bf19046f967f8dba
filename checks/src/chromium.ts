/** Browser tests need Chromium and Chinese fonts: from Debian when missing and permitted, else a clear message. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const findChromium = (): string | undefined =>
  process.env.CHROMIUM && existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : CANDIDATES.find((path) => existsSync(path))

const hasChineseFont = (): boolean => spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).stdout?.trim().length > 0

const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0

/** Path of a browser; installs it with apt-get when run as root on Debian. Throws with what a person must do otherwise. */
export const ensureChromium = (): string => {
  const found = findChromium()
  if (found && (process.platform !== 'linux' || hasChineseFont())) return found
  if (!has('apt-get') || process.getuid?.() !== 0)
    throw new Error(
      'The browser tests need Chromium and a Chinese font. Install them, for instance: sudo apt-get install chromium fonts-noto-cjk',
    )
  console.log('Installing Chromium and Chinese fonts from Debian …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fontconfig'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
  const installed = findChromium()
  if (!installed) throw new Error('Chromium was installed but is not where it was expected; set CHROMIUM to its path')
  return installed
}
