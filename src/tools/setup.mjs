// Installs what package-lock.json says, where node_modules does not hold it already: here, and in the folders that are
// named. Runs before `npm start`, `npm test` and the rest, on whatever Node the machine has (20 or later), so: no
// dependencies, no TypeScript.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folders = [root, ...process.argv.slice(2).map((folder) => join(root, folder))]

/** The packages of a lockfile by path; npm writes the hidden one inside node_modules once an install is complete. */
function packagesIn(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : undefined
}

function isInstalled(folder) {
  const wanted = packagesIn(join(folder, 'package-lock.json'))
  const present = packagesIn(join(folder, 'node_modules/.package-lock.json'))
  if (wanted === undefined || present === undefined) return false
  // The binary comes with a script of its package, which may have failed.
  if (folder === root && !existsSync(join(root, 'node_modules/.bin/node'))) return false
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

/** Resolves to npm's exit code. */
function install(folder) {
  const isWindows = process.platform === 'win32'
  const npm = spawn(isWindows ? 'npm.cmd' : 'npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  })
  return new Promise((resolve) => {
    npm.once('error', (error) => {
      console.error(`npm could not be run: ${error.message}`)
      resolve(1)
    })
    npm.once('exit', (code) => resolve(code ?? 1))
  })
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Node 20 or later is needed to install (this is ${process.version}); the project then runs on its own.`,
  )
  process.exit(1)
}
const missing = folders.filter((folder) => !isInstalled(folder))
if (missing.includes(root)) {
  console.error('Installing dependencies, the pinned Node among them (about 20 s, once) ...')
}
if (missing.some((folder) => folder !== root)) {
  console.error('Installing what the tests need beside them (about 40 s, once) ...')
}
const codes = await Promise.all(missing.map(install))
const failed = codes.find((code) => code !== 0)
if (failed !== undefined) {
  console.error('The install failed: its reason is above. Mend it, and run the same command again.')
  process.exit(failed)
}
