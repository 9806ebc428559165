// Prints schema.graphql and subgraph.graphql from the code. With --check, writes nothing and fails if a file is out of
// date.
import { readFile, writeFile } from 'node:fs/promises'
import { printSchema } from 'graphql'
import { createApiSchema, createSchema, printSubgraph } from '../schema/index.ts'

const files = {
  'schema.graphql': `${printSchema(createApiSchema())}\n`,
  'subgraph.graphql': printSubgraph(createSchema()),
}
for (const [file, printed] of Object.entries(files)) {
  if (!process.argv.includes('--check')) {
    await writeFile(file, printed)
  } else if (printed !== (await readFile(file, 'utf8').catch(() => ''))) {
    console.error(`${file} is out of date: run \`npm run generate\` and commit the result.`)
    process.exitCode = 1
  }
}
