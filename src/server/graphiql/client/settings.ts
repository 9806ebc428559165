/** Settings of the page, which the server passes to {@link start} as JSON. */
export interface PageSettings {
  /** Identity provider whose tokens the gateway requires; undefined without authentication. */
  readonly identityProvider: IdentityProvider | undefined
  /** All examples, by topic. */
  readonly topics: readonly Topic[]
  /** Names of the examples in the tabs of the first visit. */
  readonly firstExamples: readonly string[]
}

/** Identity provider whose access tokens the gateway accepts. */
export interface IdentityProvider {
  readonly issuer: string
  readonly audience: string
}

/** Examples about one topic. */
export interface Topic {
  readonly title: string
  readonly examples: readonly Example[]
}

/** Operation that users can open in a tab. */
export interface Example {
  /** Name of the operation, which GraphiQL shows as the title of its tab. */
  readonly name: string
  readonly title: string
  readonly kind: OperationKind
  /** Text of the comment at the top of the operation. */
  readonly description: string
  readonly query: string
}

/** Kind of an operation. */
export type OperationKind = 'query' | 'mutation' | 'subscription'
