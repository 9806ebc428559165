import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { HEAP_FLAGS } from '../../src/command.ts'
import { loadConfig } from '../../src/config.ts'
import { createGateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/logger.ts'

// Starts a gateway that reports its memory after garbage collection when its parent asks.
for (const flag of [...HEAP_FLAGS, '--expose-gc']) setFlagsFromString(flag)
const collectGarbage: () => void = runInNewContext('gc')

const gateway = createGateway(loadConfig(), { logger: createLogger('silent') })
process.on('message', () => {
  collectGarbage()
  collectGarbage()
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({ heapUsed, rss })
})
await gateway.start()
console.log(`${gateway.url} is ready`)
