import type { AppStreamClient } from '@aws-sdk/client-appstream'
import { parseArn } from './arn.ts'
import { createCallRunner, type Deadlines } from './calls.ts'
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
  readonly writer: AppStreamWriter
  /** Learns the account from an ARN of a resource that this target owns. */
  learnAccount(ownArn: string | undefined): void
}

/** What a target is made of. */
export interface TargetOptions extends Pick<Target, 'key' | 'region' | 'endpoint' | 'accountId'> {
  /** Makes a client of this account and region. */
  readonly connect: (retry: RetryOptions) => AppStreamClient
  readonly retry: RetryOptions
  readonly deadlines: Deadlines
  /** Aborts every call under way, when the gateway stops. */
  readonly stopped: AbortSignal
}

/** Makes a target; nothing is called before somebody reads or writes. */
export function createTarget({ connect, retry, deadlines, stopped, ...named }: TargetOptions): Target {
  let { accountId } = named
  let reachable: boolean | undefined
  let lastError: string | undefined
  const within = createCallRunner((error) => {
    // A refusal of one request is an answer all the same.
    reachable = error === undefined || error.code === 'UPSTREAM_REJECTED'
    lastError = reachable ? undefined : error?.message
  }, stopped)
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
    writer: createWriter(
      { repeating: connect({ ...retry, onlyIfNotRun: true }), once: connect({ ...retry, maxAttempts: 1 }) },
      deadlines.callMs,
      within,
    ),
    learnAccount(ownArn) {
      if (accountId === undefined && ownArn !== undefined)
        accountId = parseArn(ownArn)?.accountId || undefined
    },
  }
}
