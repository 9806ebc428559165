/** Audit record of one mutation. Contains no secrets. */
export interface AuditEntry {
  /** Name of the caller. */
  readonly caller: string
  /** AWS operation. A mutation with several calls has an entry under its own name and one per call. */
  readonly operation: string
  /** Account and region. Undefined if the input names none. */
  readonly target: string | undefined
  /** ARN or name of the resource. */
  readonly resource: string | undefined
  /** Name of the resource created from it, if any. */
  readonly made: string | undefined
  /** `OK`, or the code of the error. */
  readonly outcome: string
  readonly awsRequestId: string | undefined
  readonly durationMs: number
  /** True if the result is from an earlier request with the same client token. */
  readonly repeated: boolean
}

/** Writes an audit record. */
export type Audit = (entry: AuditEntry) => void
