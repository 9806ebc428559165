import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// Runs setup.mjs in a temporary project, with a fake `npm` that installs without network.

const packages = { 'node_modules/left': '1.0.0', 'node_modules/right': '1.0.0' }

test('installs a fresh clone from the lockfile and announces the wait', async () => {
  await using project = await createProject()
  const { status, output } = await project.setUp()

  expect(output).toContain('Installing dependencies')
  expect(status).toBe(0)
  expect(await project.installs()).toEqual(['ci --loglevel=error --no-audit --no-fund'])
})

test('does not touch a complete installation and prints nothing', async () => {
  await using project = await createProject()
  await project.setUp()
  const again = await project.setUp()

  expect(again).toEqual({ status: 0, output: '' })
  expect(await project.installs()).toHaveLength(1)
})

test('repeats an interrupted installation', async () => {
  await using project = await createProject()
  await project.setUp()
  // npm writes this file last.
  await rm(project.path('node_modules/.package-lock.json'))
  await project.setUp()

  expect(await project.installs()).toHaveLength(2)
})

test('does not accept packages without the pinned Node', async () => {
  await using project = await createProject()
  await project.setUp()
  await rm(project.path('node_modules/.bin/node'))
  await project.setUp()

  expect(await project.installs()).toHaveLength(2)
})

test.each([
  ['another version', { 'node_modules/left': '1.0.1', 'node_modules/right': '1.0.0' }],
  ['an additional package', { ...packages, 'node_modules/up': '1.0.0' }],
])('installs from a lockfile that requires %s', async (_what, changed) => {
  await using project = await createProject()
  await project.setUp()
  await project.write('package-lock.json', lockfile(changed))
  await project.setUp()
  await project.setUp()

  expect(await project.installs()).toHaveLength(2)
})

test('ignores an optional package for another platform', async () => {
  await using project = await createProject()
  await project.setUp()
  const { packages: required } = JSON.parse(lockfile(packages))
  const optional = { 'node_modules/for-another-cpu': { version: '1.0.0', optional: true } }
  await project.write('package-lock.json', JSON.stringify({ packages: { ...required, ...optional } }))
  await project.setUp()

  expect(await project.installs()).toHaveLength(1)
})

test('forwards the reason and status of a failing npm', async () => {
  await using project = await createProject()
  const { status, output } = await project.setUp({ NPM_FAILS: '7' })

  expect(status).toBe(7)
  expect(output).toContain('npm error: no way to the registry')
  expect(output).toContain('The install failed, see the error above.')
  expect((await project.setUp()).status).toBe(0)
})

test('reports a missing npm', async () => {
  await using project = await createProject()
  await rm(project.path('bin/npm'))
  const { status, output } = await project.setUp()

  expect(status).toBe(1)
  expect(output).toContain('Cannot run npm: ')
})

test('bundles the packages once, after installing them', async () => {
  await using project = await createProject()
  await project.addBundler()
  const { status, output } = await project.setUp()

  expect(output).toContain('Bundling packages for a faster start')
  expect(status).toBe(0)
  expect(await project.setUp()).toEqual({ status: 0, output: '' })
  expect(await project.bundlings()).toEqual(['src/tools/bundle-packages.ts'])
})

test('bundles the packages again after package-lock.json has changed', async () => {
  await using project = await createProject()
  await project.addBundler()
  await project.setUp()
  await project.write('package-lock.json', lockfile({ ...packages, 'node_modules/up': '1.0.0' }))
  await project.setUp()
  await project.setUp()

  expect(await project.bundlings()).toHaveLength(2)
})

test('succeeds without a bundle if bundling fails', async () => {
  await using project = await createProject()
  await project.addBundler()
  const { status, output } = await project.setUp({ BUNDLING_FAILS: '3' })

  expect(status).toBe(0)
  expect(output).toContain(
    'no bundler for this platform\nThe packages were not bundled, see the error above.',
  )
})

/** Creates the folder of the bundle, as src/tools/bundle-packages.ts does. */
const node = `#!/bin/sh
echo "$@" >> bundlings
if [ -n "$BUNDLING_FAILS" ]; then echo 'no bundler for this platform' >&2; exit "$BUNDLING_FAILS"; fi
/bin/mkdir -p "$(NODE --input-type=module --eval "
  import { bundleFolder } from './src/bundled-packages.ts'
  console.log(bundleFolder().pathname)")"
`

/**
 * Records its arguments and leaves the files of an npm installation: the lockfile of installed packages comes
 * last.
 */
const npm = `#!/bin/sh
echo "$@" >> installs
if [ -n "$NPM_FAILS" ]; then echo 'npm error: no way to the registry' >&2; exit "$NPM_FAILS"; fi
/bin/mkdir -p node_modules/.bin
if [ -f bin/node ]; then /bin/cp bin/node node_modules/.bin/node; else : > node_modules/.bin/node; fi
while IFS= read -r line || [ -n "$line" ]; do echo "$line"; done < package-lock.json > node_modules/.package-lock.json
`

interface Project extends AsyncDisposable {
  path(name: string): string
  write(name: string, content: string): Promise<void>
  setUp(env?: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly output: string }>
  /** Adds the program that bundles the packages, and a Node that only pretends to run it. */
  addBundler(): Promise<void>
  /** Returns the arguments of each run of the installed Node. */
  bundlings(): Promise<readonly string[]>
  /** Returns the arguments of each npm run. */
  installs(): Promise<readonly string[]>
}

async function createProject(): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), 'setup-'))
  const path = (name: string) => join(root, name)
  const script = 'src/tools/setup.mjs'
  await mkdir(dirname(path(script)), { recursive: true })
  await cp(fileURLToPath(new URL(`../../../${script}`, import.meta.url)), path(script))
  await mkdir(path('bin'))
  await writeFile(path('bin/npm'), npm)
  await chmod(path('bin/npm'), 0o755)
  await writeFile(path('package.json'), '{}')
  await writeFile(path('package-lock.json'), lockfile(packages))
  return {
    path,
    write: (name, content) => writeFile(path(name), content),
    setUp: (env = {}) =>
      new Promise((resolve) => {
        // Runs from another folder, since users may do so, with only the fake npm in PATH.
        const options = { cwd: tmpdir(), env: { ...env, PATH: path('bin') } }
        execFile(process.execPath, [path(script)], options, (error, stdout, stderr) =>
          resolve({ status: error === null ? 0 : Number(error.code), output: stdout + stderr }),
        )
      }),
    async addBundler() {
      for (const name of ['src/bundled-packages.ts', 'src/tools/bundle-packages.ts'])
        await cp(fileURLToPath(new URL(`../../../${name}`, import.meta.url)), path(name))
      await writeFile(path('bin/node'), node.replace('NODE', process.execPath), { mode: 0o755 })
    },
    bundlings: async () => (await readFile(path('bundlings'), 'utf8')).trim().split('\n'),
    installs: async () => (await readFile(path('installs'), 'utf8')).trim().split('\n'),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  }
}

function lockfile(versions: Readonly<Record<string, string>>): string {
  const entries = Object.entries(versions).map(([path, version]) => [path, { version }])
  return JSON.stringify({ packages: { '': { name: 'project' }, ...Object.fromEntries(entries) } })
}
