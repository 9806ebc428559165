/** Credentials that their source did not give, before AWS was asked. */
export class CredentialSourceError extends Error {
  override readonly name = 'CredentialSourceError'
  /** True if the source may recover without a configuration change. */
  readonly retryable: boolean
  /** For clients: names the source, but holds no internals. */
  readonly summary: string

  /** @param message for the operator: what the SDK says of it. */
  constructor(message: string, options: { summary: string; retryable: boolean; cause: unknown }) {
    super(message, { cause: options.cause })
    this.retryable = options.retryable
    this.summary = options.summary
  }
}
