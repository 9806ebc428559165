import { readRepositoryFile } from '../../support/readme.ts'

/** Returns the error codes that have a heading, and thus an anchor, in docs/errors.md. */
export function documentedCodes(): readonly string[] {
  const headings = readRepositoryFile('docs/errors.md').matchAll(/^### `([A-Z_]+)`$/gm)
  return Array.from(headings, ([, code = '']) => code)
}
