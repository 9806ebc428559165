import { fileURLToPath } from 'node:url'

/**
 * Vite would load graphql a second time as an ES module; two copies do not recognise each other's classes.
 */
export const resolve = {
  alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
}

/** A busy machine may pause a process for longer than the second that `expect.poll` waits by default. */
export const expectations = { poll: { timeout: 30_000 } }
