import { GraphQLError } from 'graphql'
import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { StaleRead } from '../../inventory/cache/reads.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import type { GraphContext } from '../context.ts'
import { RequestParts } from './request-parts.ts'

/**
 * Context of one request. Its only own member is `parts`, since Yoga copies own members to an object of its own, which
 * inherits the others. Access to a member that may differ on the next request makes the answer unrepeatable, so that no
 * resolver has to declare it.
 */
export class RequestContext implements GraphContext {
  readonly parts: RequestParts

  constructor(parts: RequestParts) {
    this.parts = parts
  }

  get inventory(): ReportedInventory {
    return this.parts.inventory
  }

  get wholeInventory() {
    return this.parts.unrepeatable().inventory
  }

  get loaders() {
    return this.parts.loaders
  }

  get reading() {
    return this.parts.reading
  }

  get reads() {
    return this.parts.reads
  }

  get signal() {
    return this.parts.request.signal
  }

  get turns() {
    return this.parts.shared.turns
  }

  get fleetStartOverdueMs() {
    return this.parts.shared.fleetStartOverdueMs
  }

  get caller() {
    return this.parts.request.caller
  }

  get sharingKey() {
    const { shared, request } = this.parts
    return shared.sharingKeyOf(request)
  }

  get deferredErrors() {
    return this.parts.deferredErrors
  }

  get clock() {
    return this.parts.unrepeatable().shared.clock
  }

  get onSend() {
    return this.parts.unrepeatable().use.onSend
  }

  get callerName() {
    return this.parts.unrepeatable().request.caller.name
  }

  get callerSubject() {
    const { name, isAnonymous = false } = this.parts.unrepeatable().request.caller
    return isAnonymous ? undefined : name
  }

  get audit() {
    return this.parts.unrepeatable().request.audit
  }

  get tokens() {
    return this.parts.unrepeatable().shared.tokens
  }

  get recentCreations() {
    return this.parts.unrepeatable().shared.recentCreations
  }

  hasPassed(timeMs: number): boolean {
    const { shared, reads } = this.parts
    if (shared.clock.now() > timeMs) return true
    reads.until(timeMs)
    return false
  }

  get renewed() {
    return renewalOf(this.parts)
  }

  responseExtensions(): Record<string, unknown> | undefined {
    const { stale, knownUse, request } = this.parts
    const reportsUse = request.upstreamInfo || knownUse?.isLarge()
    if (stale.length === 0 && !reportsUse) return undefined
    return {
      ...(stale.length > 0 && { stale: stale.map(describeStale) }),
      ...(reportsUse && { upstream: this.parts.use.summary() }),
    }
  }
}

/** Returns a function that subscriptions hold, so it retains nothing that belongs to one operation only. */
function renewalOf({ shared, request }: RequestParts): GraphContext['renewed'] {
  const { caller, noCache, upstreamInfo = false, audit } = request
  return (signal) =>
    new RequestContext(new RequestParts(shared, { caller, noCache, upstreamInfo, audit, signal }))
}

function describeStale({ what, observedAt, error }: StaleRead) {
  return {
    what,
    observedAt: new Date(observedAt).toISOString(),
    // Other error messages could leak internals.
    because: isUpstreamError(error) || error instanceof GraphQLError ? error.message : 'unexpected error',
  }
}
