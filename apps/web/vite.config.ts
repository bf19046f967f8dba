/** One page per front: each entry loads its own code, what they share falls into common chunks. */
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname
const FRONTS = ['signin', 'cockpit', 'governance', 'citizen', 'console'] as const

/** In development every path below a front answers with that front's page, as the server does in production. */
const frontFallback = (): Plugin => {
  const rewrite = (req: { url?: string }, _res: unknown, next: () => void) => {
    const path = (req.url ?? '/').split('?')[0] ?? '/'
    const front = path.split('/')[1] ?? ''
    const isPage = !path.includes('.') && (FRONTS as readonly string[]).includes(front)
    if (isPage) req.url = `/${front}/index.html${(req.url ?? '').slice(path.length)}`
    next()
  }
  return {
    name: 'haihe-front-fallback',
    configureServer: (server) => void server.middlewares.use(rewrite),
    configurePreviewServer: (server) => void server.middlewares.use(rewrite),
  }
}

/** React Aria carries its words in thirty languages; the product speaks two. */
const leanAriaWords = (): Plugin => ({
  name: 'haihe-lean-aria-words',
  enforce: 'pre',
  load(id) {
    const word = /react-(?:aria|stately|aria-components)[\\/].*[\\/]intl[\\/].*[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/.exec(
      id.split('?')[0] ?? '',
    )
    return word && word[1] !== 'zh-CN' && word[1] !== 'en-US' ? 'export default {}' : null
  },
})

/**
 * The contract's schemas are built while its modules load. Building one has no effect, so each is marked pure: a screen
 * that asks only `mayIn(…)` does not carry zod, one that checks a form with it still does.
 */
const pureContract = (): Plugin => ({
  name: 'haihe-pure-contract',
  apply: 'build',
  transform: {
    filter: { id: /packages\/contract\/src\// },
    handler(code) {
      const calls = this.parse(code).body.flatMap((statement) => {
        const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
        if (declared?.type !== 'VariableDeclaration') return []
        return declared.declarations.flatMap(({ init }) => (init?.type === 'CallExpression' ? [init] : []))
      })
      const marked = calls.reduceRight(
        (text, { start, end }) => `${text.slice(0, start)}/* @__PURE__ */ (() => ${text.slice(start, end)})()${text.slice(end)}`,
        code,
      )
      return { code: marked, map: null, moduleSideEffects: false }
    },
  },
})

const target = process.env.HAIHE_DEV_TARGET ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: here,
  appType: 'mpa',
  plugins: [leanAriaWords(), pureContract(), frontFallback(), react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      input: Object.fromEntries([
        ['index', resolve(here, 'index.html')],
        ...FRONTS.map((front) => [front, resolve(here, front, 'index.html')]),
      ]),
    },
  },
  server: {
    port: Number(process.env.HAIHE_DEV_PORT ?? 5180),
    proxy: Object.fromEntries(['/api', '/auth', '/oidc', '/ngsi-ld'].map((path) => [path, { target, changeOrigin: false }])),
  },
})
