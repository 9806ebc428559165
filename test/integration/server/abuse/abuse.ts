import type { Issuer } from '../../../support/issuer.ts'

/** Abusive HTTP request with the expected response; it carries a valid token unless `headers` override it. */
export interface Abuse {
  readonly title: string
  readonly method?: string
  /** Path relative to the gateway's origin. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>> | ((issuer: Issuer) => Promise<Record<string, string>>)
  readonly body?: unknown
  readonly status: number
  /** Code of the first error. */
  readonly code?: string
}

/** Returns the body of an operation. */
export const query = (text: string, variables?: unknown) => ({ query: text, variables })

export const json = { 'content-type': 'application/json' }
