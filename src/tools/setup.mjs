// Installs the packages of package-lock.json if node_modules is out of date, here and in the folders given as arguments.
// Runs before `npm start`, `npm test` and the other scripts on the Node of the machine (20 or later), so it has no
// dependencies and is not TypeScript.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Program that bundles the packages of the gateway, on the pinned Node. */
const BUNDLER = 'src/tools/bundle-packages.ts'
const isWindows = process.platform === 'win32'
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folders = [root, ...process.argv.slice(2).map((folder) => join(root, folder))]

/** Returns the packages of a lockfile by path. npm writes the one inside node_modules at the end of an install. */
function packagesIn(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : undefined
}

function isInstalled(folder) {
  const wanted = packagesIn(join(folder, 'package-lock.json'))
  const present = packagesIn(join(folder, 'node_modules/.package-lock.json'))
  if (wanted === undefined || present === undefined) return false
  // An install script of its package creates the binary, and may have failed.
  if (folder === root && !existsSync(join(root, 'node_modules/.bin/node'))) return false
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

/** Runs `npm ci` and resolves to its exit code. */
function install(folder) {
  return run(isWindows ? 'npm.cmd' : 'npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: folder,
    shell: isWindows,
  })
}

/** Bundles the packages and resolves to the exit code. */
function bundle() {
  const node = join(root, 'node_modules/.bin', isWindows ? 'node.cmd' : 'node')
  return run(node, [BUNDLER], { cwd: root, shell: isWindows })
}

/** Returns true if the packages are bundled; see `bundleFolder` in src/bundled-packages.ts. */
function isBundled() {
  const hash = createHash('sha256')
  for (const name of ['package-lock.json', BUNDLER]) hash.update(readFileSync(join(root, name)))
  return existsSync(join(root, 'node_modules/.cache/packages', hash.digest('hex')))
}

/** Runs a program and resolves to its exit code. */
function run(program, args, options) {
  const child = spawn(program, args, { stdio: ['ignore', 2, 2], ...options })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`Cannot run ${program}: ${error.message}`)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Installing requires Node 20 or later, got ${process.version}. The project itself runs on a Node that it installs.`,
  )
  process.exit(1)
}
const missing = folders.filter((folder) => !isInstalled(folder))
if (missing.includes(root)) {
  console.error('Installing dependencies, including the pinned Node (once, usually less than a minute) ...')
}
if (missing.some((folder) => folder !== root)) {
  console.error('Installing further dependencies of the tests (once, usually less than a minute) ...')
}
const codes = await Promise.all(missing.map(install))
const failed = codes.find((code) => code !== 0)
if (failed !== undefined) {
  console.error('The install failed, see the error above. Fix it and run the command again.')
  process.exit(failed)
}
if (existsSync(join(root, BUNDLER)) && !isBundled()) {
  console.error('Bundling packages for a faster start (about 3 s, once) ...')
  if ((await bundle()) !== 0)
    console.error(
      'The packages were not bundled, see the error above. The gateway starts without the bundle.',
    )
}
