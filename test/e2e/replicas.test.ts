import { beforeAll, expect, test } from 'vitest'
import { startEmulator } from '../../src/emulator/server.ts'
import { BROWSER_TEST, skipReason, startBrowser } from '../support/browser/browser.ts'
import { openGraphiQL } from '../support/browser/graphiql.ts'
import { startProxy } from '../support/clients/proxy.ts'
import { describeWithRedis, startRedis } from '../support/redis-server.ts'
import { startReplicas } from '../support/replicas/replicas.ts'

beforeAll(() => {
  if (skipReason) console.warn(`SKIPPED: the tests of GraphiQL in a browser, because ${skipReason}`)
})

describeWithRedis('GraphiQL in front of replicas', () => {
  test('shows a builder that was created at another replica', BROWSER_TEST, async ({ skip }) => {
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
    await using browser = await startBrowser()
    await using watchingTab = await browser.openTab()
    await using actingTab = await browser.openTab()

    proxy.forward(first)
    const watching = await openGraphiQL(watchingTab.page, proxy.url)
    await watching.selectTab('WatchImageBuilders')
    await watching.run()
    await watching.rows.getByText('SYNCED').waitFor()
    proxy.forward(second)
    const acting = await openGraphiQL(actingTab.page, proxy.url)
    await acting.selectTab('CreateAnImageBuilder')
    await acting.run()
    await acting.response.getByText('"graphiql-demo"').first().waitFor()

    await watching.rows.getByText('CREATED · graphiql-demo').waitFor()
    expect(watchingTab.errors).toEqual([])
  })
})
