import type { GraphQLError } from 'graphql'
import type { Clock } from '../../clock.ts'
import type { Dependency, StaleRead } from '../../inventory/cache/reads.ts'
import type { Inventory, Reading } from '../../inventory/inventory.ts'
import { mayUse } from '../access.ts'
import type { ContextRequest } from '../context.ts'
import type { ClientTokens } from '../mutation/client-tokens.ts'
import type { RecentCreations } from '../mutation/recent-creations.ts'
import type { Turns } from '../pacing/turns.ts'
import { createReads, type Reads } from '../reads.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import { createUpstreamUse, type UpstreamUse } from './upstream-use.ts'

/** Parts that all contexts share. */
export interface SharedParts {
  readonly inventory: Inventory
  readonly clock: Clock
  readonly turns: Turns
  readonly maxUpstreamCalls: number
  readonly fleetStartOverdueMs: number
  readonly tokens: ClientTokens
  readonly recentCreations: RecentCreations
  readonly sharingKeyOf: (request: ContextRequest) => string
  /** Returns the dependency of every answer on what the targets are; undefined once that cannot change any more. */
  readonly identityDependency: () => Dependency | undefined
}

/** Parts of the context of one request, each created on first use: thousands of subscribers hold a context. */
export class RequestParts {
  readonly shared: SharedParts
  readonly request: ContextRequest
  #inventory: Inventory | undefined
  #reading: Reading | undefined
  #loaders: Loaders | undefined
  #reads: Reads | undefined
  #use: UpstreamUse | undefined
  #stale: StaleRead[] | undefined
  #deferredErrors: GraphQLError[] | undefined

  constructor(shared: SharedParts, request: ContextRequest) {
    this.shared = shared
    this.request = request
  }

  get inventory(): Inventory {
    const { caller } = this.request
    this.#inventory ??= this.shared.inventory.narrowedTo((target) => mayUse(caller, target))
    return this.#inventory
  }

  get reading(): Reading {
    this.#reading ??= this.#begin()
    return this.#reading
  }

  get loaders(): Loaders {
    this.#loaders ??= createLoaders(this.inventory, this.reading, this.shared.turns)
    return this.#loaders
  }

  get reads(): Reads {
    this.#reads ??= createReads(this.shared.clock, this.shared.identityDependency())
    return this.#reads
  }

  get use(): UpstreamUse {
    const { clock, maxUpstreamCalls } = this.shared
    this.#use ??= createUpstreamUse(clock, maxUpstreamCalls, () => this.reads.note(undefined))
    return this.#use
  }

  get deferredErrors(): GraphQLError[] {
    this.#deferredErrors ??= []
    return this.#deferredErrors
  }

  /** Values served stale so far. */
  get stale(): readonly StaleRead[] {
    return this.#stale ?? []
  }

  /** Usage, if anything was read. */
  get knownUse(): UpstreamUse | undefined {
    return this.#use
  }

  /** Returns these parts and makes the answer unrepeatable, for members whose value can change between two requests. */
  unrepeatable(): this {
    this.reads.note(undefined)
    return this
  }

  #begin(): Reading {
    const { reads, use, request } = this
    const { onSend, onObserved, takeCalls, checkCalls } = use
    return this.inventory.begin({
      noCache: request.noCache,
      signal: request.signal,
      onStale: (answer) => {
        reads.note(undefined)
        this.#stale ??= []
        this.#stale.push(answer)
      },
      onSend,
      onObserved,
      onRead: reads.note,
      takeCalls,
      checkCalls,
    })
  }
}
