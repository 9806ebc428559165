import { defineConfig } from 'vitest/config'
import { expectations, resolve } from './vitest.shared.ts'

/** Complete quick suite: `npm test`. */
export default defineConfig({
  resolve,
  test: {
    include: ['test/{unit,integration,e2e}/**/*.test.ts'],
    expect: expectations,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    // Modules have no state, so files can share loaded modules, which saves a quarter of the time.
    isolate: false,
    // Tests of replicas wait half of their time, so two cores can serve three workers.
    maxWorkers: 3,
    // Limits concurrent tests to the processes that a core can start at a time.
    maxConcurrency: 3,
  },
})
