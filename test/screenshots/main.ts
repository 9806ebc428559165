// Takes the screenshots of the documentation: GraphiQL with the response of its first example, at the current version.
import { companySeed } from '../../src/emulator/server.ts'
import { openTab } from '../support/browser.ts'
import { startGateway } from '../support/gateway.ts'

await using gateway = await startGateway({ emulator: { seed: companySeed } })
await using tab = await openTab({ width: 1280, height: 760 })
const { page } = tab
await page.goto(gateway.url)
await page.getByRole('button', { name: /execute query/i }).click()
await page.locator('.graphiql-response').getByText('"baseImage"').first().waitFor()
await page.screenshot({ path: 'docs/images/graphiql.png' })
console.log('docs/images/graphiql.png')
