import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readRepositoryFile } from './readme.ts'

/** Modules of docs/clients.md in a folder that resolves packages like this repository. */
export interface Recipes extends AsyncDisposable {
  readonly folder: string
  load<Module>(name: string): Promise<Module>
}

/** Modules that the recipes import: readers copy them. */
const SHARED = ['resuming', 'live-map']
const MODULE = /^```js\n\/\/ (\S+\.js)\n(.*?)^```$/gms

/** Extracts each `js` block, whose first line is a comment with its file name, and compiles the modules to copy. */
export async function extractRecipes(): Promise<Recipes> {
  const folder = await mkdtemp(fileURLToPath(new URL('../../node_modules/.recipes-', import.meta.url)))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [, name = '', code = ''] of readRepositoryFile('docs/clients.md').matchAll(MODULE))
    await writeFile(join(folder, name), code)
  for (const name of SHARED) {
    const code = stripTypeScriptTypes(readRepositoryFile(`examples/shared/${name}.ts`))
    await writeFile(join(folder, `${name}.js`), code.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'"))
  }
  return {
    folder,
    load: (name) => import(/* @vite-ignore */ pathToFileURL(join(folder, name)).href),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
