import type { SchemaTypes } from '../builder.ts'

/** The member of an input of a creating mutation that makes a repeat safe. */
export function clientTokenField(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return t.string({
    description:
      'Makes a repeat safe: the same token and input within ten minutes answer with the first one’s result. 1 to 128 printable ASCII characters without spaces.',
  })
}
