import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundleFolder } from '../../src/bundled-packages.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** Runs code as a module in a folder and returns its output. */
async function evaluate(folder: string, code: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder })
  return stdout.trim()
}

const USE = "import { useBundledPackages } from './src/bundled-packages.ts'; useBundledPackages();"

describe('bundle of the project', () => {
  let files: Readonly<Record<string, string>> = {}
  beforeAll(async () => {
    // Does nothing if the setup of the tests has made it.
    await run(process.execPath, ['src/tools/bundle-packages.ts'], { cwd: ROOT })
    files = JSON.parse(await readFile(new URL('index.json', bundleFolder()), 'utf8'))
  }, 120_000)

  test('exports what its packages export', async () => {
    const pairs = Object.entries(files).map(([specifier, file]) => [
      specifier,
      new URL(file, bundleFolder()).href,
    ])
    const code = `const names = async (url) =>
        Object.keys(await import(url)).filter((name) => name !== '__esModule' && name !== 'module.exports')
      const lists = []
      for (const [specifier, url] of ${JSON.stringify(pairs)}) {
        lists.push([specifier, await names(specifier), await names(url)])
      }
      console.log(JSON.stringify(lists))`
    const lists: [string, string[], string[]][] = JSON.parse(await evaluate(ROOT, code))

    expect(lists).toHaveLength(pairs.length)
    for (const [specifier, installed, bundled] of lists) expect(bundled, specifier).toEqual(installed)
  }, 60_000)

  test('has all modules of its packages that the sources import', async () => {
    const packages = new Set(Object.keys(files).map(packageOf))
    const imported = (await importsOf(join(ROOT, 'src'))).filter((name) => packages.has(packageOf(name)))

    // Any other module would bring a second copy of its package.
    expect([...new Set(imported)].filter((name) => !(name in files))).toEqual([])
    expect(imported).toContain('graphql')
  })

  test('creates the same schema with a single copy of graphql', async () => {
    const code = `${USE}
      const { GraphQLSchema } = await import('graphql')
      const { createSchema, printSubgraph } = await import('./src/schema/index.ts')
      if (!(createSchema() instanceof GraphQLSchema)) throw new Error('There are two copies of graphql.')
      if (!import.meta.resolve('graphql').includes('/.cache/packages/')) throw new Error('There is no bundle.')
      process.stdout.write(printSubgraph(createSchema()))`

    expect(await evaluate(ROOT, code)).toBe((await readFile(join(ROOT, 'subgraph.graphql'), 'utf8')).trim())
  }, 60_000)
})

describe('use of a bundle', () => {
  test('loads the bundle of the installed versions', async () => {
    await using project = await createProject()

    expect(await project.run()).toBe('bundled')
  })

  test('ignores a bundle of other versions, and an unfinished one', async () => {
    await using project = await createProject()
    await rm(join(project.bundle, 'index.json'))

    expect(await project.run()).toBe('installed')

    await using updated = await createProject()
    await updated.write('package-lock.json', '{ "packages": { "left": "2.0.0" } }')

    expect(await updated.run()).toBe('installed')
  })

  test('starts without package-lock.json', async () => {
    await using project = await createProject()
    await rm(project.path('package-lock.json'))

    expect(await project.run()).toBe('installed')
  })

  test('loads changed sources, and names them in stack traces', async () => {
    await using project = await createProject()
    await project.write(
      'src/name.ts',
      `const name: string = new Error('here').stack ?? ''\nexport { name }\n`,
    )

    expect(await project.run()).toContain(`${project.path('src/name.ts')}:1:22`)
  })
})

/** Creates a project with the package `left`, installed and bundled. */
async function createProject() {
  const root = await mkdtemp(join(tmpdir(), 'packages-'))
  const path = (name: string) => join(root, name)
  async function write(name: string, content: string): Promise<void> {
    await mkdir(dirname(path(name)), { recursive: true })
    await writeFile(path(name), content)
  }
  await write('package.json', '{ "type": "module" }')
  await write('package-lock.json', '{}')
  for (const name of ['src/bundled-packages.ts', 'src/tools/bundle-packages.ts'])
    await cp(join(ROOT, name), path(name))
  await write('src/name.ts', "import { name } from 'left'\nexport { name }\n")
  await write('node_modules/left/package.json', '{ "type": "module", "exports": "./index.js" }')
  await write('node_modules/left/index.js', "export const name = 'installed'\n")
  const use = pathToFileURL(path('src/bundled-packages.ts')).href
  const code = `import { bundleFolder } from ${JSON.stringify(use)}; console.log(bundleFolder().pathname)`
  const bundle = await evaluate(root, code)
  const inside = bundle.slice(root.length + 1)
  await write(`${inside}index.json`, '{ "left": "./left.mjs" }')
  await write(`${inside}left.mjs`, "export const name = 'bundled'\n")
  return {
    path,
    write,
    bundle,
    run: () => evaluate(root, `${USE} console.log((await import('./src/name.ts')).name)`),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  }
}

/** Returns the packages and their modules that the files of a folder import, except for types only. */
async function importsOf(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts
    .flatMap((text) => [...text.matchAll(/^(?:import|export) (?!type )[^;']*?from '([^.'][^']*)'/gm)])
    .map(([, name = '']) => name)
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
