import type { AppStreamClient } from '@aws-sdk/client-appstream'
import { parseArn } from './arn.ts'
import { createCallRunner, type Deadlines } from './calls.ts'
import { keepLatest } from './keep-latest.ts'
import { type AppStreamReader, createReader } from './reader.ts'
import type { RetryOptions } from './retry.ts'
import { type AppStreamWriter, createWriter } from './writer.ts'

/** One account in one region: what the gateway reads from and writes to. */
export interface Target {
  /** Names the target in this process: role (or `default`) and region. */
  readonly key: string
  readonly region: string
  readonly endpoint: string
  /** 12 digits: from the role's ARN or the configuration, else learned from the first ARN seen of its own; until then unknown. */
  readonly accountId: string | undefined
  /** Whether the last call got an answer; undefined before the first. */
  readonly reachable: boolean | undefined
  /** What the last call failed with; undefined after a success. */
  readonly lastError: string | undefined
  readonly reader: AppStreamReader
  /** What a caller writes with; to AWS the same for everybody, unless it is to be told who that is. */
  writerFor(caller: string): AppStreamWriter
  /** Learns the account from an ARN of a resource that this target owns. */
  learnAccount(ownArn: string | undefined): void
}

/** Makes a client of one account and region. */
export type Connect = (retry: RetryOptions) => AppStreamClient

/** What a target is made of. */
export interface TargetOptions extends Pick<Target, 'key' | 'region' | 'endpoint' | 'accountId'> {
  /** Makes the client that reads. */
  readonly connect: Connect
  /** Makes the clients that write: for everybody, or for each caller with credentials of its own. */
  readonly connectWriters: { readonly shared: Connect } | { readonly byCaller: (caller: string) => Connect }
  readonly retry: RetryOptions
  readonly deadlines: Deadlines
  /** Aborts every call under way, when the gateway stops. */
  readonly stopped: AbortSignal
}

/** The callers whose clients and credentials are kept; some 50 kB each. */
const MAX_CALLERS = 200

/** Makes a target; nothing is called before somebody reads or writes. */
export function createTarget(options: TargetOptions): Target {
  const { connect, connectWriters, retry, deadlines, stopped, ...named } = options
  let { accountId } = named
  let reachable: boolean | undefined
  let lastError: string | undefined
  const within = createCallRunner((error) => {
    // A refusal of one request is an answer all the same.
    reachable = error === undefined || error.code === 'UPSTREAM_REJECTED'
    lastError = reachable ? undefined : error?.message
  }, stopped)

  function writerOf(connectWriter: Connect): AppStreamWriter {
    const repeating = connectWriter({ ...retry, onlyIfNotRun: true })
    const once = connectWriter({ ...retry, maxAttempts: 1 })
    return createWriter({ repeating, once }, deadlines.callMs, within)
  }

  return {
    key: named.key,
    region: named.region,
    endpoint: named.endpoint,
    get accountId() {
      return accountId
    },
    get reachable() {
      return reachable
    },
    get lastError() {
      return lastError
    },
    reader: createReader(connect(retry), deadlines, within),
    writerFor:
      'shared' in connectWriters
        ? always(writerOf(connectWriters.shared))
        : keepLatest(MAX_CALLERS, (caller) => writerOf(connectWriters.byCaller(caller))),
    learnAccount(ownArn) {
      if (accountId === undefined && ownArn !== undefined)
        accountId = parseArn(ownArn)?.accountId || undefined
    },
  }
}

function always<Value>(value: Value): () => Value {
  return () => value
}
