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
    maxWorkers: 2,
  },
})
