import { enableCompileCache } from 'node:module'

// Stripping the types of 400 modules and compiling them takes almost half of the startup, so the cache is enabled
// before they are imported. It is in the folder for temporary files (NODE_COMPILE_CACHE moves it,
// NODE_DISABLE_COMPILE_CACHE=1 disables it).
enableCompileCache()
const { runCommand } = await import('./command.ts')
await runCommand(process.argv.slice(2))
