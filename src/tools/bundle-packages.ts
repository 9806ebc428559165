import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { bundleFolder } from '../bundled-packages.ts'

/**
 * Modules of packages to bundle: graphql with all that depends on it, so that there is one copy of it, and other packages
 * of many modules. Packages that load files of their own, such as pino, cannot be bundled.
 */
const BUNDLED = [
  '@apollo/subgraph',
  '@apollo/subgraph/dist/types.js',
  '@graphql-tools/utils',
  '@opentelemetry/api',
  '@pothos/core',
  '@pothos/plugin-directives',
  '@pothos/plugin-federation',
  '@pothos/plugin-relay',
  '@pothos/plugin-scope-auth',
  'graphql',
  'graphql-scalars',
  'graphql-ws',
  'graphql-yoga',
  'jose',
  'prom-client',
  'rate-limiter-flexible',
  'ws',
  'zod',
]
const ENTRY = 'bundled:'
/** Exports of CommonJS modules that only Node and bundlers read. */
const INTERNAL: ReadonlySet<string> = new Set(['__esModule', 'module.exports'])

/** Bundles the packages of the gateway for a faster start. Does nothing if their bundle exists. */
async function bundlePackages(): Promise<void> {
  const folder = bundleFolder()
  const parent = new URL('../', folder)
  await mkdir(parent, { recursive: true })
  if (existsSync(folder)) return
  const outdated = await readdir(parent)
  const unfinished = new URL(`${process.pid}.unfinished/`, parent)
  const input = Object.fromEntries(BUNDLED.map((specifier) => [fileOf(specifier), ENTRY + specifier]))
  // As Node resolves them: the `module` field of a package would be a second copy.
  const resolve = { mainFields: ['main'] }
  const bundle = await rolldown({ input, resolve, platform: 'node', plugins: [entries()] })
  await bundle.write({
    dir: fileURLToPath(unfinished),
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  })
  const files = Object.fromEntries(BUNDLED.map((specifier) => [specifier, `./${fileOf(specifier)}.mjs`]))
  await writeFile(new URL('index.json', unfinished), JSON.stringify(files))
  await rename(unfinished, folder)
  for (const name of outdated) await rm(new URL(name, parent), { recursive: true, force: true })
}

/** Provides a module for each entry that exports what Node exports from it; bundlers guess other names of CommonJS. */
function entries(): Plugin {
  return {
    name: 'entries',
    async resolveId(id, importer) {
      if (id.startsWith(ENTRY)) return id
      if (!importer?.startsWith(ENTRY)) return null
      return this.resolve(id, import.meta.filename, { skipSelf: true })
    },
    async load(id) {
      if (!id.startsWith(ENTRY)) return null
      const specifier = id.slice(ENTRY.length)
      const names = Object.keys(await import(specifier)).filter((name) => !INTERNAL.has(name))
      return `export { ${names.join(', ')} } from ${JSON.stringify(specifier)}`
    },
  }
}

function fileOf(specifier: string): string {
  return specifier.replaceAll(/[^a-z]+/g, '-')
}

await bundlePackages()
