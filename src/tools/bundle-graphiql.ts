// Bundles the scripts of the GraphiQL page into one file, so that the gateway needs no bundler. With --check, writes
// nothing and fails if the file is out of date.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { writeGenerated } from './generated-files.ts'

const folder = new URL('../server/graphiql/', import.meta.url)

const built = await build({
  root: fileURLToPath(folder),
  configFile: false,
  logLevel: 'warn',
  build: {
    lib: { entry: 'client/main.ts', formats: ['iife'], name: 'AppStreamGraphiQL' },
    target: 'es2022',
    // Readable, like all sources of the page.
    minify: false,
    write: false,
  },
})
const [bundle] = Array.isArray(built) ? built : [built]
if (bundle === undefined || !('output' in bundle)) throw new Error('Vite returned no bundle.')

await writeGenerated({
  'src/server/graphiql/client.js': `// This file is generated from client/ by \`npm run generate\`. It contains graphql-ws and graphql-sse (MIT License,
// Copyright Denis Badurina) and @0no-co/graphql.web (MIT License, Copyright 0no.co).
${bundle.output[0].code}`,
})
