import type { AppStreamClient } from '@aws-sdk/client-appstream'
import { UpstreamError } from '../../src/appstream/errors/exceptions.ts'
import type { AwsImage } from '../../src/appstream/model/model.ts'
import { createReader } from '../../src/appstream/reader.ts'
import type { Listing } from '../../src/appstream/responses/listing.ts'
import { IMAGES } from '../../src/appstream/responses/listing-kinds.ts'
import { createDescriptions } from '../../src/appstream/responses/listing-parser.ts'
import type { Target } from '../../src/appstream/target.ts'
import type { Freshness } from '../../src/inventory/cache/reads.ts'
import type { Image } from '../../src/inventory/resources.ts'
import { createAlone } from '../../src/shared/alone.ts'
import { ACCOUNT, createTestClock, imageArn, REGION } from './gateway.ts'

/** Creates the parts of an inventory with a manual clock. */
export function createTestDependencies(freshness: Partial<Freshness> = {}) {
  const clock = createTestClock()
  const shared = createAlone(clock)
  return {
    clock,
    shared,
    sequence: shared.sequence,
    freshness: { maxStalenessMs: 5_000, staleIfErrorMs: 60_000, ...freshness },
    overlayMs: 30_000,
    bounds: { maxEntries: 1_000_000, maxBytes: Number.POSITIVE_INFINITY, maxAgeMs: Number.POSITIVE_INFINITY },
  }
}

/** Input of a DescribeImages call. */
export interface DescribeImagesInput {
  readonly Arns?: readonly string[]
  readonly Type?: string
  readonly NextToken?: string
}

/** DescribeImages call without a response. */
export interface HeldCall {
  readonly input: DescribeImagesInput
  readonly answer: (images: readonly AwsImage[], nextToken?: string) => void
  readonly fail: (exception: string) => void
}

/** Serializes a response like AWS, with timestamps in epoch seconds. */
function toAwsJson(answer: object): string {
  return JSON.stringify(answer, function (this: Readonly<Record<string, unknown>>, member, value) {
    // The replacer receives dates as strings.
    const original = this[member]
    return original instanceof Date ? original.getTime() / 1000 : value
  })
}

/** Creates a target that calls `send` instead of AWS, through the real reader. */
export function createStubTarget(
  send: (input: DescribeImagesInput) => Promise<{
    readonly Images: readonly AwsImage[]
    readonly NextToken?: string | undefined
  }>,
): Target {
  const images = createDescriptions(IMAGES)
  const client = {
    send: async (command: { readonly input: DescribeImagesInput }) =>
      images.read(Buffer.from(toAwsJson(await send(command.input)))),
  } as unknown as AppStreamClient
  const descriptions = {
    images,
    of: <Aws extends object>({ described }: Listing<Aws>) => createDescriptions(described),
  }
  const deadlines = { callMs: 3_600_000, listingMs: 3_600_000 }
  const reader = createReader(client, descriptions, deadlines, async ({ operation }, call) => {
    try {
      return await call({} as Parameters<typeof call>[0])
    } catch (error) {
      throw new UpstreamError(operation, error)
    }
  })
  return {
    key: 'stub',
    region: REGION,
    accountId: ACCOUNT,
    learnAccount() {},
    reader,
  } as unknown as Target
}

/** Creates a target whose calls the test answers in any order. */
export function createHeldTarget() {
  const calls: HeldCall[] = []
  const target = createStubTarget((input) => {
    const { promise, resolve, reject } = Promise.withResolvers<{
      readonly Images: readonly AwsImage[]
      readonly NextToken?: string | undefined
    }>()
    calls.push({
      input,
      answer: (Images, NextToken) => resolve({ Images, NextToken }),
      fail: (name) => reject(Object.assign(new Error(name), { name })),
    })
    return promise
  })
  return {
    target,
    calls,
    /** Returns the call of this number, from 0. */
    call(index: number): HeldCall {
      const call = calls[index]
      if (call === undefined) throw new Error(`Only ${calls.length} calls were made.`)
      return call
    },
  }
}

/** Returns an image of the home account as AWS describes it. */
export function awsImage(name: string, State: string, members: Partial<AwsImage> = {}): AwsImage {
  return { Name: name, Arn: imageArn(name), Visibility: 'PRIVATE', State, ...members } as AwsImage
}

/** Returns the states of images by name. */
export function statesOf(images: Iterable<Image>): Record<string, string | undefined> {
  return Object.fromEntries([...images].map(({ name, aws }) => [name, aws.State]))
}

/** Creates promises that the test settles. */
export function createHeld<Value>() {
  const held: PromiseWithResolvers<Value>[] = []
  return {
    /** Starts a promise that waits for the test. */
    start(): Promise<Value> {
      const started = Promise.withResolvers<Value>()
      held.push(started)
      return started.promise
    },
    /** Returns the promise of this number, from 0. */
    at(index: number): PromiseWithResolvers<Value> {
      const found = held[index]
      if (found === undefined) throw new Error(`Only ${held.length} were started.`)
      return found
    },
    count: () => held.length,
  }
}
