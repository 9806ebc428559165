import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { useBundledPackages } from './bundled-packages.ts'
import { hasPreloads, isProduction } from './config/production.ts'

// Stripping the types of 550 modules and compiling them takes a third of the startup, so the cache is enabled before they
// are imported. Its folder belongs to the owner of the code: the default is in the folder for temporary files, where
// other users could plant code. Without permission to write there, the gateway starts without a cache
// (NODE_COMPILE_CACHE moves it, NODE_DISABLE_COMPILE_CACHE=1 disables it).
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)))
if (!hasPreloads()) useBundledPackages()
const { runCommand } = await import('./command.ts')
await runCommand(process.argv.slice(2), { isProduction })
