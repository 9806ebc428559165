import type { DetailStore, SharedValue, Translation } from '../../../../src/shared/shared.ts'
import type { TestEngine } from './engine.ts'

/** Values that one replica of a network loaded for all. */
export interface TestDetails {
  /** Returns the store of one replica. */
  storeOf(translation: Translation): DetailStore
  keys(): readonly string[]
  flush(): void
}

export function createTestDetails(engine: TestEngine): TestDetails {
  const details = new Map<string, SharedValue & { readonly after: number }>()
  return {
    storeOf: (translation) => ({
      async read(journalKey, key) {
        const found = details.get(`${journalKey} ${key}`)
        if (found === undefined || found.after < engine.lastOf(journalKey)) return undefined
        return { ...found, sequence: translation.toLocal(found.after) }
      },
      async write(journalKey, key, value) {
        const after = translation.toShared(value.sequence)
        if (after < engine.lastOf(journalKey)) return
        const { value: json, ...others } = value
        details.set(`${journalKey} ${key}`, { ...others, value: JSON.parse(JSON.stringify(json)), after })
      },
    }),
    keys: () => [...details.keys()],
    flush: () => details.clear(),
  }
}
