import { element, oncePerFrame } from './dom.ts'
import { openInTab, revealActiveTab, whenPresent } from './editor.ts'
import { createEventList } from './event-list.ts'
import { createExamplesMenu } from './examples-menu.ts'
import { createFetcher } from './fetcher.ts'
import type { PageSettings } from './settings.ts'
import { replaceBlockedStorage, storedTab } from './storage.ts'
import { createTabLogs, type Tabs } from './tab-logs.ts'
import { createSharedToken } from './token.ts'
import { createTokenBox } from './token-box.ts'

declare global {
  /** GraphiQL with everything that it needs, of `@graphql-yoga/render-graphiql`. Options are props of GraphiQL. */
  var YogaGraphiQL: { renderYogaGraphiQL(root: Element, options: object): void }
}

/** Events kept for each tab. A page with more rows is slow on phones. */
const MAX_EVENTS = 500

/** Starts the page. */
export function start({ identityProvider, topics, firstExamples }: PageSettings): void {
  const now = () => new Date()
  const token = createSharedToken()
  const events = createEventList(MAX_EVENTS)
  const logs = createTabLogs({ maxEvents: MAX_EVENTS, now, onShow: events.show, onChange: events.update })

  const bar = element('header', { className: 'graphiql-container bar' })
  bar.append(element('h1', { textContent: 'AppStream' }), createExamplesMenu(topics, openInTab))
  if (identityProvider !== undefined) bar.append(createTokenBox(token, identityProvider, now))
  const root = element('main', { id: 'root' })
  document.body.append(bar, root)
  const reveal = oncePerFrame(revealActiveTab)
  whenPresent('.graphiql-tab-active', reveal)
  whenPresent('.graphiql-response', (response) => response.append(events.element))

  const location = new URL(document.location.href)
  const linkedQuery = location.searchParams.get('query') ?? undefined
  // Otherwise each reload would open the query of the link again.
  location.searchParams.delete('query')
  history.replaceState({}, '', location)
  const replacement = replaceBlockedStorage(() => localStorage)
  const initial = linkedQuery === undefined ? storedTab(replacement ?? localStorage) : { query: linkedQuery }
  YogaGraphiQL.renderYogaGraphiQL(root, {
    fetcher: createFetcher({
      url: `${location.origin}${location.pathname}`,
      token,
      needsToken: identityProvider !== undefined,
      startLog: logs.start,
      removeLog: logs.remove,
      beforePaint: oncePerFrame,
    }),
    storage: replacement,
    // Headers may contain a token.
    shouldPersistHeaders: false,
    showPersistHeadersSettings: false,
    defaultEditorToolsVisibility: false,
    // Tabs of the first visit. GraphiQL shows the query of a link in the first one.
    defaultTabs: [
      ...(linkedQuery === undefined ? [] : [{ query: linkedQuery }]),
      ...topics.flatMap(({ examples }) => examples).filter(({ name }) => firstExamples.includes(name)),
    ].map(({ query }) => ({ query })),
    onTabChange(tabs: Tabs) {
      logs.onTabChange(tabs)
      reveal()
    },
    // Replaces a handler that copies each edit into the URL, where a long query makes a reload fail.
    onEditQuery() {},
    ...initial,
  })
}
