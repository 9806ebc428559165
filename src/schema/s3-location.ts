import type { S3Location } from '../appstream/model.ts'
import { defineInput } from './kit/request.ts'

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
