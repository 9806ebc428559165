import { setImmediate } from 'node:timers/promises'
import { expect } from 'vitest'
import { createWrites, type Write } from '../../../../src/inventory/collection/writes.ts'
import { createImages } from '../../../../src/inventory/images/images.ts'
import { type Image, toImage } from '../../../../src/inventory/resources.ts'
import { imageArn } from '../../../support/gateway.ts'
import { createStubTarget, createTestDependencies } from '../../../support/inventory.ts'
import { createWorld } from './reference-model.ts'

/** Images of a walk: few, so that steps often affect the same one. */
export const NAMES = ['a', 'b', 'c'] as const

/** Visibility of the images, and maximum ages of answers. */
export interface Setting {
  readonly visibility: 'PRIVATE' | 'PUBLIC'
  readonly maxStalenessMs: number
  readonly staleIfErrorMs: number
}

/** Read of all images, or of some by ARN. */
interface ReadRequest {
  readonly arns: readonly string[] | 'all'
  readonly isNoCache: boolean
  readonly allowsStale: boolean
}

/** Write in progress; the order of two overlapping writes of one image in AWS is unknown. */
interface OpenWrite {
  readonly arn: string
  readonly write: Write<Image>
  overlaps: boolean
}

/** Creates the gateway's images on top of a simulated AWS, with checks of the invariants. */
export function startWalk({ visibility, maxStalenessMs, staleIfErrorMs }: Setting) {
  const general = { maxStalenessMs: 5_000, staleIfErrorMs }
  const dependencies = createTestDependencies(
    visibility === 'PUBLIC' ? general : { maxStalenessMs, staleIfErrorMs },
  )
  const { clock, sequence } = dependencies
  const arns = NAMES.map((name) => imageArn(name, visibility === 'PUBLIC' ? '' : undefined))
  const world = createWorld(clock.now, arns, visibility)
  let isLagging = false
  const target = createStubTarget((input) => world.send(input, isLagging))
  const images = createImages(target, dependencies, {
    publicStalenessMs: maxStalenessMs,
    isKeptFresh: () => false,
  })
  const collection = images.byVisibility[visibility]
  const boundOnErrorMs = staleIfErrorMs + (visibility === 'PUBLIC' ? maxStalenessMs : 0)
  const writes = createWrites(collection, dependencies, () => {})
  const openWrites: OpenWrite[] = []
  /** Oldest version that a read beginning now may show, whatever it accepts. */
  const floors = new Map<string, number>()
  let invalidatedTick = 0
  /** Period in which an absence counts as the state from before a creation. */
  const createdUntil = new Map<string, number>()
  const violations: string[] = []
  const shown = new Map<string, number>()
  let replica: Map<string, Image> | undefined
  let replayed = 0

  const checkRead = (
    request: ReadRequest,
    begun: ReadonlyMap<string, number>,
    wasStale: boolean,
    servedAt = clock.now(),
  ) => {
    return (arn: string, image: Image | null | undefined) => {
      const version = world.versionShown(arn, image)
      const what = `${JSON.stringify(request)} answered ${arn} as of V${version}`
      const oldest = begun.get(arn) ?? 0
      if (version < oldest) violations.push(`${what}, and began at V${oldest}`)
      const limitMs = wasStale ? Math.max(boundOnErrorMs, maxStalenessMs) : maxStalenessMs
      const oldestMs = servedAt - Math.max(limitMs, 2 * world.longestMs()) - world.longestMs()
      if (world.supersededAt(arn, version) < oldestMs) violations.push(`${what}, which is too old`)
    }
  }

  function checkFailure(request: ReadRequest, arn: string): void {
    if (request.isNoCache || !request.allowsStale) return
    const known = world.landed.get(arn)
    if (known === undefined || !known.isPresent || known.tick < invalidatedTick) return
    if (clock.now() - known.at <= boundOnErrorMs) violations.push(`${arn} failed, and could be answered`)
  }

  function read(request: ReadRequest): void {
    const begun = new Map(
      arns.map((arn) => [arn, request.isNoCache ? world.versionOf(arn) : (floors.get(arn) ?? 0)]),
    )
    let wasStale = false
    const options = {
      ...(request.isNoCache && { notBefore: sequence.next() }),
      ...(request.allowsStale && {
        onStale() {
          wasStale = true
        },
      }),
    }
    if (request.arns === 'all') {
      collection.read(options).then(
        ({ items }) => {
          const check = checkRead(request, begun, wasStale)
          for (const arn of arns) check(arn, items.get(arn))
        },
        () => {
          const listed = world.listed()
          const mayServe = request.allowsStale && !request.isNoCache && listed.tick > invalidatedTick
          if (mayServe && clock.now() - listed.at <= boundOnErrorMs) violations.push('the list failed')
        },
      )
      return
    }
    const asked = request.arns
    const begunAt = clock.now()
    void images.load(asked, options).then((outcomes) => {
      // With several images, some may have been known while others were requested.
      const check = checkRead(request, begun, wasStale, asked.length > 1 ? begunAt : clock.now())
      outcomes.forEach((outcome, index) => {
        const arn = asked[index] ?? ''
        if (outcome instanceof Error) checkFailure(request, arn)
        else check(arn, outcome)
      })
    })
  }

  function beginWrite(arn: string): void {
    const others = openWrites.filter((open) => open.arn === arn)
    for (const other of others) other.overlaps = true
    const name = arn.slice(arn.lastIndexOf('/') + 1)
    openWrites.push({ arn, write: writes.begin(name), overlaps: others.length > 0 })
  }

  /** Invalidates every read that began before now. */
  function noteInvalidation(): void {
    invalidatedTick = world.nextTick()
    for (const arn of arns) floors.set(arn, world.versionOf(arn))
  }

  function endWrite(index: number, outcome: 'succeeded' | 'unknown' | 'rejected' | 'notExecuted'): void {
    const [ended] = openWrites.splice(index % openWrites.length, 1)
    if (ended === undefined) return
    const { arn, write, overlaps } = ended
    if (outcome === 'succeeded') {
      const wasAbsent = !world.isPresent(arn)
      const aws = world.put(arn)
      const written = world.versionOf(arn)
      if (overlaps) {
        world.endLag(arn)
        noteInvalidation()
      } else {
        world.lag(arn)
        world.nextTick()
        floors.set(arn, written)
        if (wasAbsent) createdUntil.set(arn, clock.now() + dependencies.overlayMs)
      }
      const states = Array.from({ length: written }, (_, version) => `V${version}`)
      write.succeeded(
        toImage(target, aws),
        wasAbsent ? { kind: 'absentOrEarlier' } : { kind: 'stateIn', states },
      )
      return
    }
    if (outcome === 'unknown') {
      world.put(arn)
      world.endLag(arn)
    }
    if (outcome !== 'notExecuted') noteInvalidation()
    write[outcome]()
  }

  function checkView(): void {
    const snapshot = collection.latest()
    if (snapshot === undefined) return
    for (const arn of arns) {
      const before = shown.get(arn) ?? 0
      const version = world.nextVersionShown(arn, snapshot.items.get(arn), before)
      if (version < before) violations.push(`${arn} was rolled back from V${before} to V${version}`)
      shown.set(arn, version)
    }
    const { log } = collection
    if (replica === undefined) replica = new Map(snapshot.items)
    else {
      for (const { change } of log.since(replayed) ?? []) {
        if (change.kind === 'DELETED') replica.delete(change.before.arn)
        else replica.set(change.after.arn, change.after)
      }
    }
    replayed = log.head()
    const states = (items: ReadonlyMap<string, Image>) => arns.map((arn) => items.get(arn)?.aws.State)
    expect(states(replica)).toEqual(states(snapshot.items))
  }

  return {
    world,
    arns,
    clock,
    openWrites,
    read,
    beginWrite,
    endWrite,
    canRemove: (arn: string) => world.isPresent(arn) && (createdUntil.get(arn) ?? 0) < clock.now(),
    setLag(lagging: boolean) {
      isLagging = lagging
    },
    /** Runs everything that can proceed and checks the invariants. */
    async settle(): Promise<void> {
      await setImmediate()
      checkView()
      expect(violations).toEqual([])
    },
  }
}

/** Gateway's images and their simulated AWS. */
export type Walk = ReturnType<typeof startWalk>
