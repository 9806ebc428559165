import { startEmulator } from '../../src/emulator/server.ts'
import { benchSeed } from './seed.ts'

// Runs as a separate program; the argument is the latency added to each call, in milliseconds.
const latencyMs = Number(process.argv[2] ?? 0)
const { url } = await startEmulator({ seed: benchSeed, latencyMs })
console.log(`${url} is ready`)
