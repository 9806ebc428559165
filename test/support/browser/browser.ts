import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Limits of a test in a browser, for a busy machine: it takes 10 s on an idle one. */
export const BROWSER_TEST = { timeout: 120_000 }
/** Limit of a single step, in milliseconds. */
const STEP_TIMEOUT_MS = 60_000

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

/** Headless browser whose tabs share nothing but its processes. */
export interface TestBrowser extends AsyncDisposable {
  /** Opens a tab with storage of its own. */
  openTab(options?: BrowserContextOptions): Promise<Tab>
}

/** Starts a browser. */
export async function startBrowser(): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath,
    timeout: STEP_TIMEOUT_MS,
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
  return {
    openTab: (options) => openTabIn(browser, options),
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

async function openTabIn(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const foreignRequests: string[] = []
  const errors: string[] = []
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...options })
  page.setDefaultTimeout(STEP_TIMEOUT_MS)
  await page.context().route(
    ({ protocol, hostname }) => protocol.startsWith('http') && hostname !== '127.0.0.1',
    (route) => {
      foreignRequests.push(route.request().url())
      return route.abort()
    },
  )
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  return { page, foreignRequests, errors, [Symbol.asyncDispose]: () => page.context().close() }
}

/** Opens a tab in a browser of its own. */
export async function openTab(viewport = { width: 1400, height: 900 }): Promise<Tab> {
  const browser = await startBrowser()
  const tab = await browser.openTab({ viewport })
  return { ...tab, [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose]() }
}
