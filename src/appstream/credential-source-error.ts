import type { MessageOf } from './exception-table.ts'

/** Failure of a credential source; AWS was not called. */
export class CredentialSourceError extends Error {
  override readonly name = 'CredentialSourceError'
  /** True if the source may recover without a configuration change. */
  readonly retryable: boolean
  /** Returns the message for clients, which names the source without internals. */
  readonly summary: MessageOf

  /** @param message message for logs, with the SDK's reason. */
  constructor(message: string, options: { summary: MessageOf; retryable: boolean; cause: unknown }) {
    super(message, { cause: options.cause })
    this.retryable = options.retryable
    this.summary = options.summary
  }
}
