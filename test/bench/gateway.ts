import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { HEAP_FLAGS } from '../../src/command.ts'
import { loadConfig } from '../../src/config.ts'
import { createGateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/logger.ts'
import { loadShared } from '../../src/shared/load.ts'

// Starts a gateway that reports its memory after garbage collection when its parent asks.
for (const flag of [...HEAP_FLAGS, '--expose-gc']) setFlagsFromString(flag)
const collectGarbage: () => void = runInNewContext('gc')

const config = loadConfig()
const createShared = await loadShared(config.sharedState)
const gateway = createGateway(config, { logger: createLogger('silent'), createShared })
process.on('message', () => {
  collectGarbage()
  collectGarbage()
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({ heapUsed, rss })
})
await gateway.start()
console.log(`${gateway.url} is ready`)
