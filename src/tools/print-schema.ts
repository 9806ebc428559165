// Prints schema.graphql, subgraph.graphql and the files for clients from the code. With --check, writes nothing and fails
// if a file is out of date.
import { printSchema } from 'graphql'
import { createApiSchema, createSchema, printSubgraph } from '../schema/index.ts'
import { clientFiles } from './client-files.ts'
import { writeGenerated } from './generated-files.ts'

const schema = createApiSchema()

await writeGenerated({
  'schema.graphql': `${printSchema(schema)}\n`,
  'subgraph.graphql': printSubgraph(createSchema()),
  ...clientFiles(schema),
})
