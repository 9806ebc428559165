/** One mutation, for the record: who did what to which resource, and what came of it. Holds no secrets. */
export interface AuditEntry {
  /** Who asked. */
  readonly caller: string
  /** The AWS operation; of a mutation that makes several calls, its own name, and each call has an entry of its own. */
  readonly operation: string
  /** The account and region; undefined where the input names none. */
  readonly target: string | undefined
  /** The resource's ARN or name. */
  readonly resource: string | undefined
  /** What is made out of the resource, where the operation makes another. */
  readonly made: string | undefined
  /** `OK`, or the code of the error. */
  readonly outcome: string
  readonly awsRequestId: string | undefined
  readonly durationMs: number
  /** Whether an earlier request with the same client token was answered again. */
  readonly repeated: boolean
}

/** Writes an entry down. */
export type Audit = (entry: AuditEntry) => void
