// Prints schema.graphql from the code. With --check it writes nothing, and fails when the file is not what it prints.
import { readFile, writeFile } from 'node:fs/promises'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { createSchema } from '../schema/index.ts'

const file = 'schema.graphql'
const printed = `${printSchema(lexicographicSortSchema(createSchema()))}\n`
if (!process.argv.includes('--check')) {
  await writeFile(file, printed)
} else if (printed !== (await readFile(file, 'utf8').catch(() => ''))) {
  console.error(`${file} is not what the code prints: run \`npm run generate\` and commit it.`)
  process.exitCode = 1
}
