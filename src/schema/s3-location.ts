import type { S3Location } from '../appstream/model/model.ts'
import { defineInput, type Input } from './kit/request.ts'
import type { InputProblem } from './mutation/error-types.ts'

/** An object in Amazon S3, in an input. */
export const S3LocationInput = defineInput<S3Location>(
  'AppStreamS3LocationInput',
  'S3Location',
  'Object in Amazon S3.',
  {
    S3Bucket: 'Name of the bucket.',
    S3Key: 'Key of the object. Required, except for a new app block with APPSTREAM2 packaging.',
  },
)

/** Returns the problems of objects without a key; the service model requires only the bucket. */
export function requireKeys(input: Input, objects: Readonly<Record<string, string>>): InputProblem[] {
  return Object.entries(objects).flatMap(([member, object]) =>
    input[member] != null && Object(input[member]).s3Key == null
      ? [{ path: `${member}.s3Key`, message: `Required: the S3 key of ${object}.` }]
      : [],
  )
}
