import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { loadConfig } from '../../src/config.ts'
import { createGateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/logger.ts'

// Starts a gateway. Its parent asks for garbage collections, and for the bytes that survived them.
setFlagsFromString('--expose-gc')
const collect: (options?: { readonly type: 'minor' }) => void = runInNewContext('gc')

const gateway = createGateway(loadConfig(), { logger: createLogger('silent') })
process.on('message', (kind) => {
  if (kind === 'major') collect()
  // An object is promoted once it has survived two collections of the young generation.
  collect({ type: 'minor' })
  collect({ type: 'minor' })
  const old = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')
  process.send?.({ promoted: old?.space_used_size })
})
await gateway.start()
console.log(`${gateway.url} is ready`)
