import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { loadConfig } from '../../src/config.ts'
import { createGateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/server/observability/logger.ts'

// A gateway that tells its parent, when asked, what memory it holds once the garbage is gone.
setFlagsFromString('--expose-gc')
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
