import { ConfigError, loadConfig } from '../../../src/config.ts'

/** Returns the problems of an environment; empty if it forms a valid configuration. */
export function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
