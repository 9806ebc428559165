import type { z } from 'zod'
import { readSharedSettings } from './appstream/shared-settings.ts'
import { readCertificates } from './config/certificates.ts'
import { accessConflicts, roleConflicts } from './config/conflicts.ts'
import { environment } from './config/environment.ts'
import { groupVariables } from './config/group.ts'
import { readManifest } from './config/manifest.ts'
import type { Config } from './config/shape.ts'
import { sharedStateConflicts } from './config/shared-state-variables.ts'
import { describeUnknown, findUnknownVariables } from './config/unknown-variables.ts'
import { documentation, EXPLAINED, readVariable } from './config/variable.ts'
import { type Warning, type WarningContext, warningsOf } from './config/warnings.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

export { AWS_OVERLAY_MS } from './config/group.ts'
export type { Config } from './config/shape.ts'

/** Thrown by {@link loadConfig}. The message has one line per invalid or probably mistyped variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['Invalid configuration:', ...problems].join('\n  '))
    this.problems = problems
  }
}

/**
 * Reads the configuration from environment variables. An empty variable counts as unset.
 * @throws {ConfigError} naming every invalid variable, not only the first.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const names = Object.keys(environment.shape)
  const values = Object.fromEntries(names.map((name) => [name, readVariable(env, name)]))
  const { data, error } = environment.safeParse(values)

  const invalid = new Set(error?.issues.map((issue) => issue.path[0]))
  const problems = Object.entries(environment.shape)
    .filter(([name]) => invalid.has(name))
    .map(([name, schema]) => {
      const { accepted, isSecret } = documentation.get(schema) ?? {}
      const reasons = error?.issues.filter((issue) => issue.path[0] === name && isExplained(issue)) ?? []
      const detail = reasons.map(({ message }) => `; ${message}`).join('')
      return `${name} is ${isSecret ? 'invalid' : `"${values[name]}"`}: expected ${accepted}${detail}`
    })
  if (values['UPSTREAM'] === 'aws' && !values['AWS_REGIONS'] && !values['AWS_REGION']) {
    problems.push('AWS_REGIONS or AWS_REGION is required with UPSTREAM=aws, for example AWS_REGION=us-east-1')
  }
  if (!invalid.has('HOST')) problems.push(...accessConflicts(values))
  problems.push(...roleConflicts(values), ...sharedStateConflicts(values))
  const trustedDocuments = readTrustedDocuments(values['TRUSTED_DOCUMENTS'], problems)
  const readCertificatesOf = (name: string) => readCaBundle(name, values[name], problems)
  const certificates = {
    upstream: readCertificatesOf('AWS_CA_BUNDLE'),
    sharedState: readCertificatesOf('SHARED_STATE_CA'),
  }
  if (data === undefined || problems.length > 0) {
    // A mistyped name may be the reason why another variable seems unset.
    throw new ConfigError([...problems, ...findUnknownVariables(env).map(describeUnknown)])
  }
  return groupVariables(data, trustedDocuments, certificates)
}

/** Returns the warnings about a configuration that was loaded from an environment. */
export function configWarnings(
  config: Config,
  { env = process.env, isProduction }: Partial<WarningContext> & Pick<WarningContext, 'isProduction'>,
): readonly Warning[] {
  return warningsOf(config, { env, isProduction })
}

/**
 * Adds settings of the AWS profile that the environment leaves unset: endpoints, FIPS and dual-stack switches, CA
 * bundle.
 * @throws {ConfigError} if a setting of the profile is malformed.
 */
export async function withAwsProfile(config: Config): Promise<Config> {
  const { upstream, network } = config
  if (upstream.kind === 'emulator') return config
  const problems: string[] = []
  const shared = await readSharedSettings(upstream.regions[0] ?? '').catch((cause: unknown) => {
    throw new ConfigError([`Cannot read the AWS profile: ${cause instanceof Error ? cause.message : cause}`])
  })
  const { endpoint: _endpoint, stsEndpoint: _stsEndpoint, ...others } = upstream
  const { caBundle, ...settings } = shared
  const trustedCertificates =
    network.trustedCertificates ?? readCaBundle('ca_bundle of the AWS profile', caBundle, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze({
    ...config,
    upstream: Object.freeze({ ...others, ...settings }),
    network: Object.freeze({ ...network, ...(trustedCertificates !== undefined && { trustedCertificates }) }),
  })
}

function readCaBundle(name: string, path: string | undefined, problems: string[]): string | undefined {
  if (path === undefined) return undefined
  try {
    return readCertificates(path)
  } catch (error) {
    problems.push(`${name} is "${path}": ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

/** Returns true if the issue has a message of its own, which is more specific than `accepted`. */
function isExplained(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.[EXPLAINED] === true
}

function readTrustedDocuments(path: string | undefined, problems: string[]): TrustedDocuments | undefined {
  if (path === undefined) return undefined
  try {
    return readManifest(path)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    problems.push(`TRUSTED_DOCUMENTS: "${path}" ${error.message}`)
    return undefined
  }
}
