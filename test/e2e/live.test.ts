import { expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { BROWSER_TEST, skipReason, startBrowser } from '../support/browser/browser.ts'
import { openGraphiQL } from '../support/browser/graphiql.ts'
import { startGateway } from '../support/gateway.ts'

test('one GraphiQL window shows changes to a builder created in another', BROWSER_TEST, async ({ skip }) => {
  skip(skipReason !== undefined, skipReason)
  await using gateway = await startGateway({ emulator: { seed: companySeed, speed: 25 } })
  await using browser = await startBrowser()
  await using watchingTab = await browser.openTab()
  await using actingTab = await browser.openTab()
  const [watching, acting] = await Promise.all([
    openGraphiQL(watchingTab.page, gateway.url),
    openGraphiQL(actingTab.page, gateway.url),
  ])
  await watching.selectTab('WatchImageBuilders')
  await watching.run()
  await watching.rows.getByText('SYNCED').waitFor()
  await acting.selectTab('CreateAnImageBuilder')
  await acting.run()
  await acting.response.getByText('"graphiql-demo"').first().waitFor()

  await watching.rows.getByText('STATE_CHANGED · graphiql-demo · PENDING → RUNNING').waitFor()
  await watching.response.getByText('"RUNNING"').waitFor()
  expect(await watching.rows.first().textContent()).toContain('RUNNING')
  expect(watchingTab.errors).toEqual([])
})
