// Prints schema.graphql and subgraph.graphql from the code. With --check it writes nothing, and fails when one of the
// files is not what it prints.
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
    console.error(`${file} is not what the code prints: run \`npm run generate\` and commit it.`)
    process.exitCode = 1
  }
}
