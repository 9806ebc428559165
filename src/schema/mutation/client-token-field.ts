import type { SchemaTypes } from '../builder.ts'

/** The member of an input of a creating mutation that makes a repeat safe. */
export function clientTokenField(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return t.string({
    description:
      'Idempotency key. A repeat with the same token and input within ten minutes returns the first result; the same token with another input is an AppStreamInputError. 1 to 128 printable ASCII characters without spaces.',
  })
}
