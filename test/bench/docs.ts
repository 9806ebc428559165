import { readFile, writeFile } from 'node:fs/promises'

const FILE = new URL('../../docs/benchmark.md', import.meta.url)
const START = '<!-- bench -->'
const END = '<!-- /bench -->'

/** Replaces the tables of the comparison in docs/benchmark.md, between their markers. */
export async function writeDocs(tables: string): Promise<void> {
  const [before, rest] = (await readFile(FILE, 'utf8')).split(START)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) {
    throw new Error(`docs/benchmark.md has no tables to replace: put ${START} and ${END} where they belong.`)
  }
  await writeFile(FILE, `${before}${START}\n\n${tables}\n\n${END}${after}`)
}
