import type { CodegenConfig } from '@graphql-codegen/cli'

/** Typed documents for the operations in test/operations; the tests import them from test/generated. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'test/operations/*.graphql',
  generates: {
    'test/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        importExtension: '.ts',
        enumType: 'string-literal',
        scalars: { DateTime: 'string', ID: 'string' },
        strictScalars: true,
      },
    },
  },
}

export default config
