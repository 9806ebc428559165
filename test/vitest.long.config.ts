import { defineConfig } from 'vitest/config'

/** What takes minutes: walks, fuzz, soak. `npm run test:long`. */
export default defineConfig({
  test: { include: ['test/long/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 60_000, maxWorkers: 2 },
})
