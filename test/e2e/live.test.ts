import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { openTab, skipReason } from '../support/browser.ts'
import { startGateway } from '../support/gateway.ts'
import { runExample } from './run-example.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']

beforeAll(() => {
  if (skipReason) console.warn(`SKIPPED: the tests of GraphiQL in a browser, because ${skipReason}`)
})

test('one GraphiQL tab shows changes to a builder created in another', async ({ skip }) => {
  skip(skipReason !== undefined, skipReason)
  await using gateway = await startGateway({ emulator: { seed: companySeed, speed: 25 } })
  await using watching = await openTab()
  await using acting = await openTab()
  await runExample(watching.page, gateway.url, 'WatchImageBuilders', 'imageBuilderStateChanged', '"SYNCED"')
  const watched = watching.page.locator('.graphiql-response')
  await runExample(acting.page, gateway.url, 'CreateAnImageBuilder', 'createImageBuilder', '"graphiql-demo"')

  await watched.getByText('"RUNNING"').waitFor()
  if (screenshots) await watching.page.screenshot({ path: join(screenshots, 'live.png') })
  expect(await watched.textContent()).toContain('graphiql-demo')
  expect(watching.errors).toEqual([])
})
