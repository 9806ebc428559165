import { readdir, readFile } from 'node:fs/promises'

const FOLDER = new URL('./examples/', import.meta.url)

/** Reads the operations that GraphiQL opens with, one per tab, in order of their file names. */
export async function readExamples(): Promise<readonly string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.graphql')).sort()
  return Promise.all(files.map((name) => readFile(new URL(name, FOLDER), 'utf8')))
}
