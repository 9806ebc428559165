import { defineConfig } from 'vitest/config'
import { resolve } from './vitest.shared.ts'

/** Suite that takes minutes: walks, fuzz, soak. `npm run test:long`. */
export default defineConfig({
  resolve,
  test: { include: ['test/long/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 60_000, maxWorkers: 2 },
})
