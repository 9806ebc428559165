import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '../shared/generated/*.graphql', '!src/gql/**'],
  generates: {
    'src/gql/': {
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
