import { startEmulator } from '../../../src/emulator/server.ts'
import { createAccount } from '../account.ts'
import { seedOf } from '../seed.ts'

// AppStream of the comparison, in a process of its own. Arguments: milliseconds added to each call, number of images.
const [latencyMs = 0, images] = process.argv.slice(2).map(Number)
const { url } = await startEmulator({ seed: seedOf(createAccount(images)), latencyMs })
console.log(`${url} is ready`)
