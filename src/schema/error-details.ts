import type { ErrorDetails } from '../appstream/model.ts'
import { defineStructure } from './kit/members.ts'

/** Error with a code that AWS does not enumerate. */
export const ErrorDetailsRef = defineStructure<ErrorDetails>({
  name: 'AppStreamErrorDetails',
  structure: 'ErrorDetails',
  description: 'Error that AWS reports, with a code that AWS does not enumerate.',
  members: {
    ErrorCode: 'Error code. Null if AWS returns none.',
    ErrorMessage: 'Error message from AWS. Null if AWS returns none.',
  },
})
