import { createHash } from 'node:crypto'
import { AwsError, validationError } from '../errors.ts'
import { type JsonObject, optionalString, requiredString } from '../json.ts'
import { requireReadable } from './preconditions.ts'

/**
 * Returns the URL of AWS's copy of an image in S3, such as an icon. Since the emulator has no S3, an object whose key
 * ends in "missing" does not exist, and a bucket whose name ends in "denied" cannot be read.
 * @param bucketOfCopies bucket of AWS with the copies of all customers
 */
export function urlOfCopy(location: JsonObject, bucketOfCopies: string): string {
  const bucket = requiredString(location, 'S3Bucket')
  const key = optionalString(location, 'S3Key')
  if (key === undefined) throw validationError('S3Key must be specified for a logo, favicon or icon.')
  requireReadable(location)
  if (key.endsWith('missing')) {
    throw new AwsError('ResourceNotFoundException', `The object ${key} does not exist in ${bucket}.`)
  }
  const id = createHash('sha256').update(`${bucket}/${key}`).digest('hex').slice(0, 32)
  return `https://${bucketOfCopies}.s3.amazonaws.com/${id}?X-Amz-Expires=3600`
}
