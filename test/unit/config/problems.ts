import { ConfigError, loadConfig } from '../../../src/config.ts'

/** What is wrong with an environment; nothing, where a configuration comes out of it. */
export function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
