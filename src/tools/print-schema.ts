// Prints schema.graphql and subgraph.graphql from the code. With --check, writes nothing and fails if a file is out of
// date.
import { printSchema } from 'graphql'
import { createApiSchema, createSchema, printSubgraph } from '../schema/index.ts'
import { writeGenerated } from './generated-files.ts'

await writeGenerated({
  'schema.graphql': `${printSchema(createApiSchema())}\n`,
  'subgraph.graphql': printSubgraph(createSchema()),
})
