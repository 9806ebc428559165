import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const ROOT = new URL('../', import.meta.url)
/** Files that determine the bundle. */
const INPUTS = ['package-lock.json', 'src/tools/bundle-packages.ts']

/** Returns the folder of the bundle for the packages of package-lock.json. It exists once the bundle is complete. */
export function bundleFolder(): URL {
  const key = hash('sha256', INPUTS.map((name) => readFileSync(new URL(name, ROOT), 'utf8')).join(''))
  return new URL(`node_modules/.cache/packages/${key}/`, ROOT)
}

/**
 * Loads packages from their bundle, if there is one: Node takes longer to find and link their thousand modules than to
 * run them. The key of the bundle covers package-lock.json, so a bundle of other versions is never used. The sources are
 * always loaded from their files, without the checks for symbolic links and package scopes, which they do not need.
 */
export function useBundledPackages(): void {
  if (!existsSync(new URL('package-lock.json', ROOT))) return
  const index = new URL('index.json', bundleFolder())
  if (!existsSync(index)) return
  const bundled = new Map<string, string>()
  const files: Readonly<Record<string, string>> = JSON.parse(readFileSync(index, 'utf8'))
  for (const [specifier, file] of Object.entries(files)) bundled.set(specifier, new URL(file, index).href)
  const sources = new URL('src/', ROOT).href
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context
      if (specifier.startsWith('.') && specifier.endsWith('.ts') && parentURL?.startsWith(sources)) {
        return { url: new URL(specifier, parentURL).href, format: 'module-typescript', shortCircuit: true }
      }
      // Also for the packages outside of the bundle, so that there is one copy of each.
      const url = bundled.get(specifier)
      return url === undefined ? next(specifier, context) : { url, format: 'module', shortCircuit: true }
    },
  })
}
