/** Part of the browser's storage that GraphiQL uses. */
export interface TabStorage {
  readonly length: number
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
  clear(): void
}

/**
 * Returns storage in memory if the browser blocks its own, which would otherwise stop GraphiQL from starting. Undefined
 * means that GraphiQL can use the browser's storage.
 */
export function replaceBlockedStorage(openBrowserStorage: () => TabStorage): TabStorage | undefined {
  try {
    const storage = openBrowserStorage()
    // Some browsers return storage that rejects every write.
    storage.setItem('graphiql:probe', '1')
    storage.removeItem('graphiql:probe')
    return undefined
  } catch {
    return createMemoryStorage()
  }
}

function createMemoryStorage(): TabStorage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
}

/** Content of a tab that GraphiQL has stored. */
export interface StoredTab {
  readonly query: string
  readonly variables: string | undefined
}

/**
 * Returns the active tab that GraphiQL has stored, if any. GraphiQL adds a tab on each reload unless its initial query is
 * that of a stored tab.
 */
export function storedTab(storage: Pick<TabStorage, 'getItem'>): StoredTab | undefined {
  const state = parseRecord(storage.getItem('graphiql:tabState'))
  const { tabs, activeTabIndex } = state
  const tab: unknown =
    Array.isArray(tabs) && typeof activeTabIndex === 'number' ? tabs[activeTabIndex] : undefined
  if (!isRecord(tab) || typeof tab['query'] !== 'string') return undefined
  const variables = tab['variables']
  return { query: tab['query'], variables: typeof variables === 'string' ? variables : undefined }
}

function parseRecord(json: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '')
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
