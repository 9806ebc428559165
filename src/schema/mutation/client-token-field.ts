import type { SchemaTypes } from '../builder.ts'

/** Returns the idempotency key member of a creating mutation. */
export function clientTokenField(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return t.string({
    description:
      'Idempotency key. A repeat with the same token and input within ten minutes returns the first result; the same token with another input is an AppStreamInputError. 1 to 128 printable ASCII characters without spaces.',
  })
}
