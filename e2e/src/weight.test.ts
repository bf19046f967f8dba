/** What a front brings before its first page, as built: below 250 kB gzipped; maps and charts come when they are needed. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const DIST = fileURLToPath(new URL('../../apps/web/dist', import.meta.url))
const MOST = 250_000

const weight = (file: string): number => gzipSync(readFileSync(join(DIST, file))).byteLength

/** Scripts that the page names, and the words in Chinese where a front loads them by language. */
const scriptsOf = (front: string): string[] => {
  const linked = [...readFileSync(join(DIST, front, 'index.html'), 'utf8').matchAll(/\/(assets\/[^"]+\.js)"/g)]
  const words = front === 'console' ? readdirSync(join(DIST, 'assets')).filter((name) => /^words-zh-.*\.js$/.test(name)) : []
  return [...linked.map(([, file]) => file as string), ...words.map((name) => `assets/${name}`)]
}

for (const front of ['signin', 'citizen', 'governance', 'cockpit', 'console'])
  test(`${front} brings less than 250 kB before its first page`, () => {
    const scripts = scriptsOf(front)
    assert.ok(scripts.length > 1, 'no scripts found')
    const sum = scripts.reduce((total, file) => total + weight(file), 0)
    assert.ok(sum < MOST, `${sum} bytes in ${scripts.length} files`)
  })
