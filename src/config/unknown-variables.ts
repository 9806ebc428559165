import { closestMatch } from 'leven'
import { environment } from './environment.ts'

/** Variable that looks like a setting of the gateway but is none. Its value may be a secret and is not part of it. */
export interface UnknownVariable {
  readonly name: string
  /** Setting that was probably meant. */
  readonly suggestion: string | undefined
}

/** Prefixes that no other software is known to use: every variable that starts with one is meant for the gateway. */
const OWN_PREFIXES = ['APPSTREAM_', 'UPSTREAM_', 'SHARED_STATE_', 'SUBSCRIPTION_CALLBACK_']
/** Prefixes that people put before the name of a setting. */
const ADDED_PREFIX = /^(?:APPSTREAM_GRAPHQL_|APPSTREAM_|GATEWAY_)/
/** Units of settings: a missing or different one is a likely mistake, for example `SHUTDOWN_DELAY_SECONDS`. */
const UNIT = /_(?:MS|BYTES)$/
/** Shorter settings, such as `PORT`, resemble too many variables of other software. */
const MIN_LENGTH = 8
/** Number of letters that may differ in a name, and in one of at least {@link LONG_NAME} letters. */
const MAX_TYPOS = 1
const MAX_TYPOS_LONG = 2
const LONG_NAME = 10

/** Variables of other software that resemble settings: those of the AWS SDKs. */
const FOREIGN: ReadonlySet<string> = new Set(['AWS_ROLE_ARN'])
/** Settings that variables of other software resemble: those for every program, and one of many AWS services. */
const NOT_SUGGESTED: ReadonlySet<string> = new Set([
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'AWS_ENDPOINT_URL_STS',
])
/** Variables that Kubernetes and Docker set for each port of a service. */
const SERVICE_PORT = /_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/

const settings = Object.keys(environment.shape)
const suggested = settings.filter((name) => !NOT_SUGGESTED.has(name))
const matchable = suggested.filter(({ length }) => length >= MIN_LENGTH)

/** Finds variables that are probably mistyped settings. Ignores those of other software that shares the environment. */
export function findUnknownVariables(
  env: Readonly<Record<string, string | undefined>>,
): readonly UnknownVariable[] {
  const isOfService = serviceVariables(Object.keys(env))
  return Object.keys(env)
    .filter((name) => !settings.includes(name) && !FOREIGN.has(name) && !isOfService(name))
    .flatMap((name) => {
      const suggestion = suggestionFor(name)
      const isOwn = OWN_PREFIXES.some((prefix) => name.startsWith(prefix))
      return suggestion !== undefined || isOwn ? [{ name, suggestion }] : []
    })
    .sort((one, other) => one.name.localeCompare(other.name))
}

/** Describes a variable in one sentence. */
export function describeUnknown({ name, suggestion }: UnknownVariable): string {
  return `${name} is not a setting: ${suggestion === undefined ? 'see docs/configuration.md' : `did you mean ${suggestion}?`}`
}

function suggestionFor(name: string): string | undefined {
  const plain = name.toUpperCase().replaceAll('-', '_')
  const bare = plain.replace(ADDED_PREFIX, '')
  if (bare !== plain) {
    const meant = [bare, `AWS_${bare}`].find((candidate) => suggested.includes(candidate))
    if (meant !== undefined) return meant
  }
  const typos = plain.length >= LONG_NAME ? MAX_TYPOS_LONG : MAX_TYPOS
  return closestMatch(plain, matchable, { maxDistance: typos }) ?? withUnit(plain)
}

/** Returns the setting that has the same name apart from its unit. */
function withUnit(name: string): string | undefined {
  const stem = name.replace(/_[A-Z]+$/, '')
  const withUnits = matchable.filter((setting) => UNIT.test(setting))
  return [name, stem]
    .filter((candidate) => candidate.includes('_'))
    .map((candidate) => withUnits.find((setting) => setting.replace(UNIT, '') === candidate))
    .find((setting) => setting !== undefined)
}

/**
 * Returns a predicate for the variables that Kubernetes sets in every pod for each service of the namespace. A service
 * `appstream-graphql` is `APPSTREAM_GRAPHQL_SERVICE_HOST`, `APPSTREAM_GRAPHQL_PORT` and so on.
 */
function serviceVariables(names: readonly string[]): (name: string) => boolean {
  const suffix = '_SERVICE_HOST'
  const prefixes = names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length))
  return (name) =>
    SERVICE_PORT.test(name) ||
    prefixes.some((prefix) => name === `${prefix}_PORT` || name.startsWith(`${prefix}_SERVICE_`))
}
