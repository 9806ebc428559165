// Takes the screenshots of the documentation at the current version: GraphiQL with the response of its first example, and
// an example for clients.
import { companySeed } from '../../src/emulator/server.ts'
import { openTab, type Tab } from '../support/browser/browser.ts'
import { startExample } from '../support/browser/example.ts'
import { startGateway } from '../support/gateway.ts'

await using gateway = await startGateway({ emulator: { seed: companySeed } })
await take('docs/images/graphiql.png', { width: 1280, height: 760 }, async ({ page }) => {
  await page.goto(gateway.url)
  await page.getByRole('button', { name: /execute query/i }).click()
  await page.locator('.graphiql-response').getByText('"baseImage"').first().waitFor()
})
await using site = await startExample('apollo', gateway.url)
await take('docs/images/example.png', { width: 1440, height: 640 }, async ({ page }) => {
  await page.goto(site.url)
  await page.getByRole('button', { name: 'Start' }).nth(5).click()
  await page.getByRole('cell', { name: 'PENDING', exact: true }).waitFor()
  // The dialog of the details is beside the list.
  await page.getByRole('button', { name: 'golden-windows' }).click()
  await page.getByText('Images made on it').waitFor()
})

type Size = Parameters<typeof openTab>[0]

async function take(path: string, size: Size, prepare: (tab: Tab) => Promise<void>): Promise<void> {
  await using tab = await openTab(size)
  await prepare(tab)
  await tab.page.screenshot({ path })
  console.log(path)
}
