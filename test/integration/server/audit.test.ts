import { auditServer } from 'graphql-http'
import { expect, test } from 'vitest'
import { startServer } from './support.ts'

test('the server passes all 61 audits of GraphQL over HTTP', async () => {
  await using server = await startServer()
  const results = await auditServer({ url: server.url })

  expect(results.filter(({ status }) => status !== 'ok')).toEqual([])
  expect(results).toHaveLength(61)
})
