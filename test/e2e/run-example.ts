import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/**
 * Opens GraphiQL and repeats the example of a tab, once its editor shows it, until it returns the expected
 * answer.
 */
export async function runExample(
  page: Page,
  url: string,
  tabName: string,
  text: string,
  answer: string,
): Promise<void> {
  await page.goto(url)
  const tab = page.getByRole('tab', { name: tabName })
  const editor = page.locator('.graphiql-query-editor')
  // GraphiQL recreates its tabs during start-up: an early click may have no effect.
  await expect
    .poll(
      async () => {
        await tab.click()
        return (await editor.textContent())?.includes(text)
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  const execute = page.getByRole('button', { name: /execute query/i })
  const response = page.locator('.graphiql-response')
  await expect
    .poll(
      async () => {
        // The button stops a running operation.
        if (!(await response.textContent())?.includes(answer) && (await execute.isVisible()))
          await execute.click()
        return response.textContent()
      },
      { timeout: 30_000, interval: 500 },
    )
    .toContain(answer)
}
