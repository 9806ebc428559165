import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Commits that a run compares, abbreviated. */
export interface Commits {
  readonly gateway: string
  /** Commit of the checkout given with `--against`. */
  readonly before: string | undefined
}

/** Returns the commits of this checkout and of the one to compare with. */
export function commitsOf(against: URL | undefined): Commits {
  return {
    gateway: commitOf(new URL('../../', import.meta.url)),
    before: against && commitOf(against),
  }
}

/** Returns the commit of a checkout, marked if files have changed since; `unknown` for a folder without Git. */
function commitOf(checkout: URL): string {
  const options = { cwd: fileURLToPath(checkout), encoding: 'utf8', stdio: 'pipe' } as const
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--exclude=*'], options).trim()
  } catch {
    return 'unknown'
  }
}
