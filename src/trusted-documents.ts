/** Documents allowed to run, if `TRUSTED_DOCUMENTS` is set. */
export interface TrustedDocuments {
  /** Documents by id. */
  readonly byId: ReadonlyMap<string, string>
  /** Documents as printed by graphql-js. */
  readonly printed: ReadonlySet<string>
}

/** Returns an id without the `sha256:` prefix that GraphQL over HTTP defines for hashes. */
export function plainId(id: string): string {
  return id.replace(/^sha256:/i, '')
}
