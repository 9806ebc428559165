import type { AwsImage } from '../../../../src/appstream/model/model.ts'
import type { Image } from '../../../../src/inventory/resources.ts'
import type { DescribeImagesInput } from '../../../support/inventory.ts'

/** State of an image; its position in the history and its own State make it unique. */
interface Version {
  readonly image: AwsImage | undefined
  supersededAt: number
}

function isAbsence({ image }: Version): boolean {
  return image === undefined
}

/** Call that AWS has evaluated at its start but not yet delivered. */
export interface EvaluatedCall {
  readonly input: DescribeImagesInput
  /** Orders the starts of calls and the ends of writes. */
  readonly tick: number
  readonly startedAt: number
  deliver(): void
  fail(exception: string): void
}

/** Reads of AWS that exceed this time fail. */
const DEADLINE_MS = 10_000
/**
 * AWS shows the state from before a write for less time than an overlay holds, including the deadline of a
 * read.
 */
const LAG_MS = 15_000

/** Creates a reference model of AWS: the complete history of a few images and the pending calls. */
export function createWorld(now: () => number, arns: readonly string[], visibility: 'PRIVATE' | 'PUBLIC') {
  const histories = new Map(arns.map((arn) => [arn, [absent()]]))
  const lagUntil = new Map<string, number>()
  const calls: EvaluatedCall[] = []
  /** Listed images on the remaining pages of a call. */
  const pages = new Map<string, readonly AwsImage[]>()
  let tick = 0
  let pageSize = 100
  /** Latest delivered state of each image with its time: the source of stale answers. */
  const landed = new Map<string, { tick: number; at: number; isPresent: boolean }>()
  let listed = { tick: 0, at: Number.NEGATIVE_INFINITY }
  let longestMs = 0

  function absent(): Version {
    return { image: undefined, supersededAt: Number.POSITIVE_INFINITY }
  }

  function historyOf(arn: string): Version[] {
    const history = histories.get(arn)
    if (history === undefined) throw new Error(`${arn} is not in this world.`)
    return history
  }

  function versionOf(arn: string): number {
    return historyOf(arn).length - 1
  }

  function supersede(arn: string, image: AwsImage | undefined): number {
    const history = historyOf(arn)
    const latest = history.at(-1)
    if (latest !== undefined) latest.supersededAt = now()
    lagUntil.delete(arn)
    return history.push({ ...absent(), image }) - 1
  }

  function put(arn: string): AwsImage {
    const version = versionOf(arn) + 1
    const CreatedTime = historyOf(arn).at(-1)?.image?.CreatedTime ?? new Date(version)
    const Name = arn.slice(arn.lastIndexOf('/') + 1)
    const image = { Name, Arn: arn, Visibility: visibility, State: `V${version}`, CreatedTime }
    supersede(arn, image as AwsImage)
    return image as AwsImage
  }

  /** Returns AWS's view of an image at the start of a call; a write remains visible once shown. */
  function show(arn: string, isLagging: boolean): AwsImage | undefined {
    const history = historyOf(arn)
    if (isLagging && (lagUntil.get(arn) ?? 0) > now()) return history.at(-2)?.image
    lagUntil.delete(arn)
    return history.at(-1)?.image
  }

  function note(arn: string, call: { tick: number }, image: AwsImage | undefined): void {
    if ((landed.get(arn)?.tick ?? 0) > call.tick) return
    landed.set(arn, { tick: call.tick, at: now(), isPresent: image !== undefined })
  }

  return {
    calls,
    versionOf,
    put,
    remove: (arn: string) => void supersede(arn, undefined),
    isPresent: (arn: string) => historyOf(arn).at(-1)?.image !== undefined,
    nextTick: () => ++tick,
    landed,
    listed: () => listed,
    longestMs: () => longestMs,
    /** Allows AWS to show the state from before the latest write. */
    lag: (arn: string) => void lagUntil.set(arn, now() + LAG_MS),
    endLag: (arn: string) => void lagUntil.delete(arn),
    setPageSize(size: number) {
      pageSize = size
    },
    /** Returns the version that an image shows; an absence counts as the latest one. */
    versionShown(arn: string, image: Image | null | undefined): number {
      if (image != null) return Number(image.aws.State?.slice(1))
      return historyOf(arn).findLastIndex(isAbsence)
    },
    /**
     * Returns the version for a view that showed an earlier one: an absence counts as the first one since.
     */
    nextVersionShown(arn: string, image: Image | undefined, before: number): number {
      if (image !== undefined) return Number(image.aws.State?.slice(1))
      return historyOf(arn).findIndex((version, index) => index >= before && isAbsence(version))
    },
    supersededAt: (arn: string, version: number) => historyOf(arn)[version]?.supersededAt ?? Number.NaN,

    /** Starts a call: AWS evaluates it now, and the walk delivers it later. */
    send(input: DescribeImagesInput, isLagging: boolean) {
      type Output = { readonly Images: readonly AwsImage[]; readonly NextToken?: string | undefined }
      const page = (images: readonly AwsImage[]): Output => {
        const rest = images.slice(pageSize)
        const NextToken = rest.length > 0 ? `page ${pages.size}` : undefined
        if (NextToken !== undefined) pages.set(NextToken, rest)
        return { Images: images.slice(0, pageSize), NextToken }
      }
      const { NextToken } = input
      if (NextToken !== undefined) return Promise.resolve(page(pages.get(NextToken) ?? []))

      const asked = input.Arns ?? arns
      const shown = asked.map((arn) => [arn, show(arn, isLagging)] as const)
      const found = shown.flatMap(([, image]) => image ?? [])
      const isMissing = input.Arns !== undefined && found.length < asked.length
      const { promise, resolve, reject } = Promise.withResolvers<Output>()
      const call: EvaluatedCall = { input, tick: ++tick, startedAt: now(), deliver, fail }
      function leave(): void {
        calls.splice(calls.indexOf(call), 1)
      }
      function fail(name: string): void {
        leave()
        reject(Object.assign(new Error(name), { name }))
      }
      function deliver(): void {
        if (now() - call.startedAt > DEADLINE_MS) {
          fail('TimeoutError')
          return
        }
        longestMs = Math.max(longestMs, now() - call.startedAt)
        // One missing ARN fails a call for several, which reveals nothing about the others.
        if (isMissing) {
          if (asked.length === 1) for (const [arn, image] of shown) note(arn, call, image)
          fail('ResourceNotFoundException')
          return
        }
        leave()
        for (const [arn, image] of shown) note(arn, call, image)
        if (input.Arns === undefined && call.tick > listed.tick) listed = { tick: call.tick, at: now() }
        resolve(page(found))
      }
      calls.push(call)
      return promise
    },
  }
}

/** Reference model of AWS. */
export type World = ReturnType<typeof createWorld>
