import { beforeAll, expect, test } from 'vitest'
import { startEmulator } from '../../src/emulator/server.ts'
import { openTab, skipReason } from '../support/browser.ts'
import { startProxy } from '../support/proxy.ts'
import { describeWithRedis, startRedis } from '../support/redis-server.ts'
import { startReplicas } from '../support/replicas.ts'
import { runExample } from './run-example.ts'

beforeAll(() => {
  if (skipReason) console.warn(`SKIPPED: the tests of GraphiQL in a browser, because ${skipReason}`)
})

describeWithRedis('GraphiQL in front of replicas', () => {
  test('shows a builder that was created at another replica', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    await using redis = await startRedis()
    await using emulator = await startEmulator()
    await using replicas = await startReplicas({
      count: 2,
      environment: {
        AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
        SHARED_STATE_URL: redis.url,
        // Polls are so rare that only the mutation can cause an event.
        WATCH_ACTIVE_INTERVAL_MS: '600000',
        WATCH_IDLE_INTERVAL_MS: '600000',
      },
    })
    const [first = '', second = ''] = replicas.all.map(({ url }) => url)
    await using proxy = await startProxy()
    await using watching = await openTab()
    await using acting = await openTab()

    proxy.forward(first)
    await runExample(watching.page, proxy.url, 'WatchImageBuilders', 'imageBuilderStateChanged', '"SYNCED"')
    proxy.forward(second)
    await runExample(acting.page, proxy.url, 'CreateAnImageBuilder', 'createImageBuilder', '"graphiql-demo"')

    await watching.page.locator('.graphiql-response').getByText('"CREATED"').waitFor()
    expect(await watching.page.locator('.graphiql-response').textContent()).toContain('graphiql-demo')
    expect(watching.errors).toEqual([])
  })
})
