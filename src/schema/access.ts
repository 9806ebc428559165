/** All scopes. */
export const ALL_SCOPES = [
  'appstream:read',
  'appstream:operate',
  'appstream:manage',
  'appstream:people',
  'appstream:stream',
] as const

/** Permission of a caller, as a scope of its token. */
export type Scope = (typeof ALL_SCOPES)[number]

/** One scope, or several that are all required. */
export type Scopes = Scope | readonly Scope[]

/** Scopes that include `appstream:read`. No other scope includes another one. */
const READING_SCOPES: readonly Scope[] = ['appstream:operate', 'appstream:manage']

const NONE: readonly Scope[] = []

/** Scopes of the root types. Other types and mutations declare their own. */
export const typeScopes = {
  Query: 'appstream:read',
  Subscription: 'appstream:read',
} as const satisfies Readonly<Record<string, Scope>>

/** Grant of targets to a restricted caller; `*` matches any account or region. */
export interface TargetGrant {
  readonly accountId: string
  readonly region: string
}

/** Permissions of a caller. Callers with equal permissions get equal answers. */
export interface Permissions {
  /** Scopes, with those that they include. */
  readonly scopes: ReadonlySet<Scope>
  /** Targets that the caller may read and change; undefined means all. */
  readonly targets: readonly TargetGrant[] | undefined
}

/** Caller of a request, with its permissions. */
export interface Caller extends Permissions {
  /** Subject of the token, or a substitute; appears in the audit log and separates client tokens of callers. */
  readonly name: string
  /** True if it sent no token, and `name` is a substitute. */
  readonly isAnonymous?: boolean
}

/** Creates a caller from its granted scopes; `appstream:operate` and `appstream:manage` include `appstream:read`. */
export function createCaller(
  name: string,
  granted: Iterable<Scope>,
  targets?: readonly TargetGrant[],
): Caller {
  const scopes = new Set(granted)
  if (READING_SCOPES.some((scope) => scopes.has(scope))) scopes.add('appstream:read')
  return { name, scopes, targets }
}

/** Returns the scopes as a list. */
export function listScopes(scopes: Scopes): readonly Scope[] {
  return typeof scopes === 'string' ? [scopes] : scopes
}

/** Returns the scopes that a caller lacks. */
export function missingScopes({ scopes }: Permissions, needed: Scopes): readonly Scope[] {
  const listed = listScopes(needed)
  // Called for every field, and a scope is rarely missing.
  return listed.every((scope) => scopes.has(scope)) ? NONE : listed.filter((scope) => !scopes.has(scope))
}

/** Returns true if a caller may read and change a target. A target of unknown account needs a grant for any account. */
export function mayUse(
  { targets }: Permissions,
  target: { readonly accountId: string | undefined; readonly region: string },
): boolean {
  if (targets === undefined) return true
  return targets.some(
    ({ accountId, region }) =>
      (accountId === '*' || accountId === target.accountId) && (region === '*' || region === target.region),
  )
}

/** Returns a key that callers with the same authorization share. */
export function authorizationOf({ scopes, targets }: Permissions): string {
  return JSON.stringify([[...scopes].sort(), targets ?? null])
}
