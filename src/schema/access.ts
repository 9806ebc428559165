/** What a caller may be allowed to do; a scope of its token. */
export type Scope = 'appstream:read' | 'appstream:operate' | 'appstream:manage'

/** Every scope. */
export const ALL_SCOPES: readonly Scope[] = ['appstream:read', 'appstream:operate', 'appstream:manage']

/** What each mutation asks of its caller: to run what is there, or to change what is there. */
export const mutationScopes = {
  deleteImage: 'appstream:manage',
  copyImage: 'appstream:manage',
  createUpdatedImage: 'appstream:manage',
  updateImagePermissions: 'appstream:manage',
  deleteImagePermissions: 'appstream:manage',
  tagAppStreamResource: 'appstream:manage',
  untagAppStreamResource: 'appstream:manage',
} as const satisfies Readonly<Record<string, Scope>>

/** The name of a mutation. */
export type MutationName = keyof typeof mutationScopes

/** What each type asks of who reads its fields, however it was reached; a field's own rule goes on top. */
export const typeScopes = {
  Query: 'appstream:read',
  Subscription: 'appstream:read',
  Image: 'appstream:read',
} as const satisfies Readonly<Record<string, Scope>>

/** Names targets for a caller that is narrowed to some: an account and a region, each `*` for any. */
export interface TargetGrant {
  readonly accountId: string
  readonly region: string
}

/** Who asks, and what they may. */
export interface Caller {
  /** For the record, and for whose client tokens are whose: a token's subject, or what stands in for one. */
  readonly name: string
  /** Whoever may operate or manage may also read. */
  readonly scopes: ReadonlySet<Scope>
  /** The targets that the caller may see and change; undefined for all of them. */
  readonly targets: readonly TargetGrant[] | undefined
}

/** Makes a caller of what it was granted: to change something is to see it. */
export function createCaller(
  name: string,
  granted: Iterable<Scope>,
  targets?: readonly TargetGrant[],
): Caller {
  const scopes = new Set(granted)
  if (scopes.size > 0) scopes.add('appstream:read')
  return { name, scopes, targets }
}

/** Whether a caller may see and change a target. An account that is not known yet is no account that was granted. */
export function mayUse(
  { targets }: Caller,
  target: { readonly accountId: string | undefined; readonly region: string },
): boolean {
  if (targets === undefined) return true
  return targets.some(
    ({ accountId, region }) =>
      (accountId === '*' || accountId === target.accountId) && (region === '*' || region === target.region),
  )
}

/** Tells callers of the same authorization from others: they may share what was made for one of them. */
export function authorizationOf({ scopes, targets }: Caller): string {
  return JSON.stringify([[...scopes].sort(), targets ?? null])
}
