import { expect } from 'vitest'
import { readRepositoryFile } from '../../support/readme.ts'

/** Checks that a file has the quoted lines in this order. The first line is a comment that names the file. */
export function expectQuoted(quotation: string): void {
  const [first = '', ...lines] = quotation.split('\n')
  const path = first.replace('// ', '')
  const source = runsOf(readRepositoryFile(path)).join('\n')
  let from = 0
  for (const run of runsOf(lines.join('\n'))) {
    const at = source.indexOf(run, from)
    expect(at, `${path} does not contain, in this order:\n${run}`).toBeGreaterThanOrEqual(0)
    from = at + run.length
  }
}

/** Returns consecutive lines without indentation; `…` in a block separates such runs. */
function runsOf(code: string): readonly string[] {
  const lines = code.split('\n').map((line) => line.trim())
  return lines
    .join('\n')
    .split(/^…$/m)
    .map((run) => run.trim())
    .filter((run) => run !== '')
}
