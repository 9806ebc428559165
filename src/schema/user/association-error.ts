import type { UserStackAssociationError } from '../../appstream/model/model.ts'
import { builder } from '../builder.ts'
import { openEnum } from '../open-enum.ts'

const errorCode = openEnum<NonNullable<UserStackAssociationError['ErrorCode']>>(
  'AppStreamUserStackAssociationErrorCode',
  'Reason why a user and a stack were not associated or disassociated.',
  {
    STACK_NOT_FOUND: 'The stack does not exist, or AWS does not find it yet.',
    USER_NAME_NOT_FOUND: 'The user does not exist, or AWS does not find it yet.',
    DIRECTORY_NOT_FOUND: 'The directory does not exist.',
    INTERNAL_ERROR: 'Internal error of AWS.',
  },
)

/** Error of one association of a batch. */
export const AssociationErrorRef = builder
  .objectRef<UserStackAssociationError>('AppStreamUserStackAssociationError')
  .implement({
    description: 'Error that AWS reports for one user and stack of a batch.',
    fields: (t) => ({
      errorCode: t.field({
        type: errorCode.ref,
        nullable: true,
        description: 'Error code. Null if AWS does not return it.',
        resolve: ({ ErrorCode }) => errorCode.of(ErrorCode),
      }),
      rawErrorCode: t.string({
        nullable: true,
        description:
          'Raw AWS value of `errorCode`, including values that this release does not know. Null if AWS does not return it.',
        resolve: ({ ErrorCode }) => ErrorCode,
      }),
      errorMessage: t.string({
        nullable: true,
        description: 'Human-readable error message. Null if AWS does not return it.',
        resolve: ({ ErrorMessage }) => ErrorMessage,
      }),
    }),
  })
