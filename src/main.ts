import { enableCompileCache } from 'node:module'

// Stripping the types of 400 modules and compiling them takes almost half of a start. The cache has to be on before they are
// imported; it is kept in the folder for temporary files (NODE_COMPILE_CACHE moves it, NODE_DISABLE_COMPILE_CACHE=1 turns it off).
enableCompileCache()
const { runCommand } = await import('./command.ts')
await runCommand(process.argv.slice(2))
