// Installs what package-lock.json says, when node_modules does not hold it already. Runs before `npm start`, `npm test`
// and the rest, on whatever Node the machine has (20 or later), so: no dependencies, no TypeScript.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The packages of a lockfile by path; npm writes the hidden one inside node_modules once an install is complete. */
function packagesIn(lockfile) {
  const file = join(root, lockfile)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

function isInstalled() {
  const wanted = packagesIn('package-lock.json')
  const present = packagesIn('node_modules/.package-lock.json')
  if (wanted === undefined || present === undefined || !existsSync(join(root, 'node_modules/.bin/node')))
    return false
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Node 20 or later is needed to install (this is ${process.version}); the project then runs on its own.`,
  )
  process.exit(1)
}
if (!isInstalled()) {
  console.error('Installing dependencies, the pinned Node among them (about 20 s, once) ...')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, error } = spawnSync(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (error) console.error(`npm could not be run: ${error.message}`)
  if (status !== 0) {
    console.error('The install failed: its reason is above. Mend it, and run the same command again.')
    process.exit(status ?? 1)
  }
}
