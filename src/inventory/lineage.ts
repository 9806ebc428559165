import type { Image, ImageBuilder } from './resources.ts'

/**
 * Whether an image can have been made on a builder: names are used again, so a builder of the right name may be a later
 * one. Where AWS does not give both times, it is taken to be the same one.
 */
export function createdAfter(image: Image, builder: ImageBuilder): boolean {
  const made = image.aws.CreatedTime
  const launched = builder.aws.CreatedTime
  return made === undefined || launched === undefined || made >= launched
}
