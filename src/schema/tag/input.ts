import { builder } from '../builder.ts'

/** Input of a tag to add to a resource. */
export const TagInput = builder.inputType('AppStreamTagInput', {
  description: 'Tag to add to a resource.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'Key: 1 to 128 letters, digits, spaces and `_.:/=+-@`. Must not begin with `aws:`.',
    }),
    value: t.string({
      required: true,
      description: 'Value: at most 256 letters, digits, spaces and `_.:/=+-@`. May be empty.',
    }),
  }),
})
