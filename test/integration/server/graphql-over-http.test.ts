import { auditServer } from 'graphql-http'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { createGateway } from '../../../src/gateway.ts'
import { createLogger } from '../../../src/logger.ts'

/** Address without a listener: the audits query only `__typename`. */
const NO_UPSTREAM = 'http://127.0.0.1:9'

test('passes all 61 audits of GraphQL over HTTP', async () => {
  const config = loadConfig({ PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: NO_UPSTREAM })
  await using gateway = createGateway(config, { logger: createLogger('silent') })
  await gateway.start()
  const results = await auditServer({ url: gateway.url })

  expect(results.filter(({ status }) => status !== 'ok')).toEqual([])
  expect(results).toHaveLength(61)
})
