import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readRepositoryFile } from './readme.ts'

/** Modules of docs/clients.md in a folder that resolves packages like this repository. */
export interface Recipes extends AsyncDisposable {
  readonly folder: string
  load<Module>(name: string): Promise<Module>
}

const MODULE = /^```js\n\/\/ (\S+\.js)\n(.*?)^```$/gms

/** Extracts each `js` block, whose first line is a comment with its file name. */
export async function extractRecipes(): Promise<Recipes> {
  const folder = await mkdtemp(fileURLToPath(new URL('../../node_modules/.recipes-', import.meta.url)))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [, name = '', code = ''] of readRepositoryFile('docs/clients.md').matchAll(MODULE))
    await writeFile(join(folder, name), code)
  return {
    folder,
    load: (name) => import(/* @vite-ignore */ pathToFileURL(join(folder, name)).href),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
