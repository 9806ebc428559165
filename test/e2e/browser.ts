import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Reason why browser tests cannot run here; `undefined` if they can, and in CI, where they must run. */
export const skipReason: string | undefined =
  existsSync(executablePath) || process.env['CI'] === 'true'
    ? undefined
    : `there is no Chromium at ${executablePath}: install it, or set CHROMIUM_PATH`

/** Headless browser tab that reaches only this machine, with a record of its activity. */
export interface Tab extends AsyncDisposable {
  readonly page: Page
  /** URLs of other hosts that the page requested; all were blocked. */
  readonly foreignRequests: readonly string[]
  /** Errors in the page's console: policy violations, failed loads, exceptions. */
  readonly errors: readonly string[]
}

/** Opens a tab in a browser of its own. */
export async function openTab(): Promise<Tab> {
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  })
  const foreignRequests: string[] = []
  const errors: string[] = []
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
  await page.context().route(
    ({ protocol, hostname }) => protocol.startsWith('http') && hostname !== '127.0.0.1',
    (route) => {
      foreignRequests.push(route.request().url())
      return route.abort()
    },
  )
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  return { page, foreignRequests, errors, [Symbol.asyncDispose]: () => browser.close() }
}

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
