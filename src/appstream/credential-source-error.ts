/** Failure of a credential source; AWS was not called. */
export class CredentialSourceError extends Error {
  override readonly name = 'CredentialSourceError'
  /** True if the source may recover without a configuration change. */
  readonly retryable: boolean
  /** Message for clients: names the source, without internals. */
  readonly summary: string

  /** @param message message for the operator, with the SDK's reason. */
  constructor(message: string, options: { summary: string; retryable: boolean; cause: unknown }) {
    super(message, { cause: options.cause })
    this.retryable = options.retryable
    this.summary = options.summary
  }
}
