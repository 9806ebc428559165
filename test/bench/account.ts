/** Image builder of the measured account. */
export interface MeasuredBuilder {
  readonly name: string
  readonly state: 'RUNNING'
  readonly createdTime: string
  /** Name of the image that it was launched from. */
  readonly imageName: string
}

/** Image of the measured account. */
export interface MeasuredImage {
  readonly name: string
  readonly state: 'AVAILABLE'
  readonly createdTime: string
  /** Name of the builder that it was created on, which may have been deleted since. */
  readonly imageBuilderName: string
}

/** Contents of the AWS account that every server serves: from AWS calls, or from memory. */
export interface MeasuredAccount {
  readonly imageBuilders: readonly MeasuredBuilder[]
  readonly images: readonly MeasuredImage[]
}

/** Number of image builders, each launched from one of the first images. */
export const BUILDER_COUNT = 25

const DAY_MS = 86_400_000
/** Fixed, so that every process knows the same times. */
const NEWEST_MS = Date.parse('2026-10-01T08:00:00.000Z')

/**
 * Returns an account with 25 image builders and `imageCount` images. Builder and image of a number were created one
 * after the other. Every second image was created on the builder of the previous number, the others on deleted
 * builders. Four of five images have a name that starts with `golden-`.
 */
export function createAccount(imageCount = BUILDER_COUNT): MeasuredAccount {
  const images = Array.from({ length: imageCount }, (_, number): MeasuredImage => {
    const isOnBuilder = number % 2 === 0 && number > 0 && number <= BUILDER_COUNT
    return {
      name: imageName(number),
      state: 'AVAILABLE',
      createdTime: new Date(createdMs(number, imageCount)).toISOString(),
      imageBuilderName: isOnBuilder ? builderName(number - 1) : `retired-builder-${serialOf(number)}`,
    }
  })
  const imageBuilders = Array.from(
    { length: BUILDER_COUNT },
    (_, number): MeasuredBuilder => ({
      name: builderName(number),
      state: 'RUNNING',
      createdTime: new Date(createdMs(number, imageCount) + DAY_MS / 2).toISOString(),
      imageName: imageName(number),
    }),
  )
  return { imageBuilders, images }
}

function createdMs(number: number, imageCount: number): number {
  return NEWEST_MS - (imageCount - number) * DAY_MS
}

function builderName(number: number): string {
  return `builder-${serialOf(number)}`
}

function imageName(number: number): string {
  return `${number % 5 === 0 ? 'sales' : 'golden'}-desktop-v${serialOf(number)}`
}

function serialOf(number: number): string {
  return String(number).padStart(2, '0')
}
