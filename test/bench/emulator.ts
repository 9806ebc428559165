import { startEmulator } from '../../src/emulator/server.ts'
import { benchSeed } from './seed.ts'

// A program of its own: its argument is what it adds to each call, in milliseconds.
const latencyMs = Number(process.argv[2] ?? 0)
const { url } = await startEmulator({ seed: benchSeed, latencyMs })
console.log(`${url} is ready`)
