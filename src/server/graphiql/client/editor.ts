import type { Example } from './settings.ts'

/** Part of the Monaco editor, which the page publishes as a global with `globalAPI`. */
interface Monaco {
  readonly editor: {
    getEditors(): readonly CodeEditor[]
  }
}

interface CodeEditor {
  getModel(): { readonly uri: { readonly path: string } } | null
  setValue(value: string): void
  focus(): void
}

declare global {
  var monaco: Monaco | undefined
}

/** GraphiQL gives the model of its query editor this name. */
const QUERY_MODEL = 'operation.graphql'

/** Opens an example in a tab: the one that has it already, or a new one. */
export function openInTab({ name, query }: Example): void {
  const tabs = document.querySelectorAll<HTMLButtonElement>('.graphiql-tab-button')
  const existing = Array.from(tabs).find(({ textContent }) => textContent === name)
  if (existing !== undefined) {
    existing.click()
    return
  }
  document.querySelector<HTMLButtonElement>('.graphiql-tab-add')?.click()
  const editor = monaco?.editor
    .getEditors()
    .find((candidate) => candidate.getModel()?.uri.path.endsWith(QUERY_MODEL))
  editor?.setValue(query)
}

/** Scrolls the active tab into view: a phone has room for one or two tabs. */
export function revealActiveTab(): void {
  document.querySelector('.graphiql-tab-active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

/** Calls `run` with an element each time one that matches the selector appears in the page. */
export function whenPresent(selector: string, run: (element: Element) => void): void {
  let present: Element | null = null
  const check = () => {
    const found = document.querySelector(selector)
    if (found === present) return
    present = found
    if (found !== null) run(found)
  }
  new MutationObserver(check).observe(document.body, { childList: true, subtree: true })
  check()
}
