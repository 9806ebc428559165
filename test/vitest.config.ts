import { defineConfig } from 'vitest/config'
import { resolve } from './vitest.shared.ts'

/** The quick, complete suite: `npm test`. */
export default defineConfig({
  resolve,
  test: {
    include: ['test/{unit,integration,e2e}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    // Modules have no state, so what was loaded for one file serves the next: a quarter of the time.
    isolate: false,
    maxWorkers: 2,
    // Of the tests that are declared concurrent, as many as a core starts processes for at a time.
    maxConcurrency: 3,
  },
})
