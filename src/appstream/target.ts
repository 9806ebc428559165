import type { AppStreamClient } from '@aws-sdk/client-appstream'
import { LRUCache } from 'lru-cache'
import { parseArn, partitionOf } from './arn.ts'
import { type Budget, createBudget, type Purpose } from './calls/budget.ts'
import { createCallRunner, type Deadlines } from './calls/calls.ts'
import { type Circuit, createCircuitBreaker } from './calls/circuit-breaker.ts'
import type { CallConditions } from './calls/conditions.ts'
import type { RetryOptions } from './calls/retry.ts'
import { createTokenSource } from './calls/shared-buckets.ts'
import { createSharedBudget } from './calls/shared-budget.ts'
import { type AppStreamReader, createReader } from './reader.ts'
import type { Listing } from './responses/listing.ts'
import { IMAGES } from './responses/listing-kinds.ts'
import { createDescriptions, type Descriptions } from './responses/listing-parser.ts'
import type { BodyReader, BodyReaders } from './responses/protocol.ts'
import { type AppStreamWriter, createWriter, type WriteOptions, type WriterClients } from './writer.ts'

/** Account and region that the gateway reads and writes. */
export interface Target {
  /** Names the target in this process: role (or `default`) and region. */
  readonly key: string
  readonly region: string
  readonly endpoint: string
  /** Partition of the region, or of the first ARN of an own resource. */
  readonly partition: string
  /**
   * 12-digit account: from the role's ARN or the configuration, else from the first ARN of an own resource; undefined
   * until then.
   */
  readonly accountId: string | undefined
  /** True once neither the account nor the partition can change any more. */
  readonly isIdentified: boolean
  /** True if AWS responded to the last call; undefined before the first. */
  readonly reachable: boolean | undefined
  /** Error message of the last call; undefined after a success. */
  readonly lastError: string | undefined
  /** State of {@link reachable} and {@link lastError}. All readers between two changes share it. */
  readonly status: TargetStatus
  /** True once a read has succeeded. */
  readonly wasReadable: boolean
  /** Number of requests currently waiting for the budget, by purpose. */
  readonly queued: Readonly<Record<Purpose, number>>
  /** State of the circuit breaker; calls fail at once while it is open. */
  readonly circuit: Circuit
  readonly reader: AppStreamReader
  /** Returns the writer for one request. Callers share credentials unless session tags are enabled. */
  writer(request: WriteRequest): AppStreamWriter
  /** Learns the account from an ARN of a resource that this target owns. */
  learnAccount(ownArn: string | undefined): void
}

/** State of a target that changes as a whole. */
export interface TargetStatus {
  /** Returns true until the next change. */
  isCurrent(): boolean
}

/** Creates an SDK client for one account and region. */
export type Connect = (retry: RetryOptions, bodyReaders?: BodyReaders) => AppStreamClient

/** Caller of a mutation and the options of its calls. */
export interface WriteRequest extends WriteOptions {
  readonly caller: string
}

/** Dependencies of {@link createTarget}. */
export interface TargetOptions
  extends Pick<Target, 'key' | 'region' | 'endpoint' | 'accountId'>,
    CallConditions {
  /** Creates the client for reads. */
  readonly connect: Connect
  /** Creates the clients for writes: shared, or per caller with separate credentials. */
  readonly connectWriters: { readonly shared: Connect } | { readonly byCaller: (caller: string) => Connect }
  readonly retry: RetryOptions
  readonly deadlines: Deadlines
  /** Aborts all calls in flight when the gateway stops. */
  readonly stopped: AbortSignal
}

/** Maximum number of callers whose clients and credentials are cached; each takes about 50 kB. */
const MAX_CALLERS = 200

/** Creates a target; calls nothing before the first read or write. */
export function createTarget(options: TargetOptions): Target {
  const { key, region, endpoint, connect, connectWriters, retry, deadlines } = options
  let { accountId } = options
  let partition = partitionOf(region)
  let reachable: boolean | undefined
  let lastError: string | undefined
  let status = createStatus()
  let wasReadable = false

  function createStatus(): TargetStatus {
    const created = { isCurrent: () => status === created }
    return created
  }

  function report(isReachable: boolean, error: string | undefined): void {
    if (isReachable === reachable && error === lastError) return
    reachable = isReachable
    lastError = error
    status = createStatus()
  }

  const budget = budgetOf(options)
  const circuit = createCircuitBreaker(options.circuitBreaker, options)
  const run = createCallRunner({
    ...options,
    target: {
      region,
      get accountId() {
        return accountId
      },
    },
    budget,
    circuit,
    onFinished(call, error) {
      options.onCall(call)
      // An aborted call, or one that was never sent, says nothing about AWS.
      if (call.outcome === 'ABORTED' || error?.byGateway) return
      // A rejected request also shows that AWS is reachable.
      const responded = error === undefined || error.code === 'UPSTREAM_REJECTED'
      report(responded, responded ? undefined : error.message)
      wasReadable ||= call.purpose !== 'write' && call.outcome === 'OK'
    },
  })
  const images = createDescriptions(IMAGES)
  const bodyReaders = new Map<string, BodyReader>([['DescribeImages', images]])
  const descriptions = { images, of: descriptionsByListing(bodyReaders) }
  const writing = (connectWriter: Connect): WriterClients => ({
    repeating: connectWriter({ ...retry, onlyIfNotRun: true }),
    once: connectWriter({ ...retry, maxAttempts: 1 }),
  })
  const writingOf =
    'shared' in connectWriters
      ? always(writing(connectWriters.shared))
      : latest((caller) => writing(connectWriters.byCaller(caller)))
  return {
    key,
    region,
    endpoint,
    get partition() {
      return partition ?? 'aws'
    },
    get accountId() {
      return accountId
    },
    get isIdentified() {
      return accountId !== undefined && partition !== undefined
    },
    get reachable() {
      return reachable
    },
    get lastError() {
      return lastError
    },
    get status() {
      return status
    },
    get wasReadable() {
      return wasReadable
    },
    get queued() {
      return budget.queued()
    },
    get circuit() {
      return circuit.state
    },
    reader: createReader(connect(retry, bodyReaders), descriptions, deadlines, run),
    writer: ({ caller, ...request }) => createWriter(writingOf(caller), deadlines.callMs, run, request),
    learnAccount(ownArn) {
      if (ownArn === undefined || (accountId !== undefined && partition !== undefined)) return
      const parsed = parseArn(ownArn)
      accountId ??= parsed?.accountId || undefined
      partition ??= parsed?.partition
    },
  }
}

/** Creates the budget of a target, local to this replica or shared with the others. */
function budgetOf({ key, budget, sharedBuckets, clock, schedule }: TargetOptions): Budget {
  if (sharedBuckets === undefined) return createBudget(budget, { clock, schedule })
  const tokens = createTokenSource(key, budget, sharedBuckets, clock)
  return createSharedBudget(budget.maxQueued, tokens, { clock, schedule })
}

/** Creates the descriptions of each listing on first use, and registers them as the parser of its operation. */
function descriptionsByListing(bodyReaders: Map<string, BodyReader>) {
  const created = new Map<string, unknown>()
  return <Aws extends object>(listing: Listing<Aws>): Descriptions<Aws> => {
    // An operation lists one structure, so the value under its name has that type.
    const known = created.get(listing.operation) as Descriptions<Aws> | undefined
    if (known !== undefined) return known
    const descriptions = createDescriptions(listing.described)
    created.set(listing.operation, descriptions)
    bodyReaders.set(listing.operation, descriptions)
    return descriptions
  }
}

/** Caches the clients of the most recent callers. */
function latest(make: (caller: string) => WriterClients): (caller: string) => WriterClients {
  const kept = new LRUCache<string, WriterClients>({ max: MAX_CALLERS, memoMethod: make })
  return (caller) => kept.memo(caller)
}

function always<Value>(value: Value): () => Value {
  return () => value
}
