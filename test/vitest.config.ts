import { defineConfig } from 'vitest/config'

/** The quick, complete suite: `npm test`. */
export default defineConfig({
  test: {
    include: ['test/{unit,integration,e2e}/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'threads',
    maxWorkers: 2,
  },
})
