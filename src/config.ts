import type { z } from 'zod'
import { readSharedSettings } from './appstream/shared-settings.ts'
import { accessProblems } from './config/access-problems.ts'
import { readCertificates } from './config/certificates.ts'
import { environment } from './config/environment.ts'
import { groupVariables } from './config/group.ts'
import { readVariable } from './config/proxies.ts'
import { roleProblems } from './config/role-problems.ts'
import type { Config } from './config/shape.ts'
import { documentation, EXPLAINED } from './config/variable.ts'
import { readManifest, type TrustedDocuments } from './server/limits/manifest.ts'

export { AWS_OVERLAY_MS } from './config/group.ts'
export type { Config } from './config/shape.ts'

/** Thrown by {@link loadConfig}; the message has one line for each variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The configuration is wrong:', ...problems].join('\n  '))
    this.problems = problems
  }
}

/**
 * Reads the configuration from environment variables. An empty variable counts as unset.
 * @throws {ConfigError} naming every variable that is wrong, not just the first.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const names = Object.keys(environment.shape)
  const given = Object.fromEntries(names.map((name) => [name, readVariable(env, name)]))
  const { data, error } = environment.safeParse(given)

  const wrong = new Set(error?.issues.map((issue) => issue.path[0]))
  const problems = Object.entries(environment.shape)
    .filter(([name]) => wrong.has(name))
    .map(([name, schema]) => {
      const { accepted, isSecret } = documentation.get(schema) ?? {}
      const reasons = error?.issues.filter((issue) => issue.path[0] === name && isExplained(issue)) ?? []
      const detail = reasons.map(({ message }) => `; ${message}`).join('')
      return `${name} is ${isSecret ? 'wrong' : `"${given[name]}"`}: expected ${accepted}${detail}`
    })
  if (given['UPSTREAM'] === 'aws' && !given['AWS_REGIONS'] && !given['AWS_REGION']) {
    problems.push('AWS_REGIONS is unset: UPSTREAM=aws needs it, or AWS_REGION (for instance us-east-1)')
  }
  if (!wrong.has('HOST')) problems.push(...accessProblems(given))
  problems.push(...roleProblems(given))
  const trustedDocuments = readTrustedDocuments(given['TRUSTED_DOCUMENTS'], problems)
  const certificates = readCaBundle('AWS_CA_BUNDLE', given['AWS_CA_BUNDLE'], problems)
  if (data === undefined || problems.length > 0) throw new ConfigError(problems)
  return groupVariables(data, trustedDocuments, certificates)
}

/**
 * Adds what the AWS profile sets and the environment does not: endpoints, the FIPS and dual-stack switches, the CA bundle.
 * @throws {ConfigError} for a malformed setting of the profile.
 */
export async function withAwsProfile(config: Config): Promise<Config> {
  const { upstream, network } = config
  if (upstream.kind === 'emulator') return config
  const problems: string[] = []
  const shared = await readSharedSettings(upstream.regions[0] ?? '').catch((cause: unknown) => {
    throw new ConfigError([`The AWS profile: ${cause instanceof Error ? cause.message : cause}`])
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

/** Whether the message of an issue is one of ours, and says more than `accepted` does. */
function isExplained(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.[EXPLAINED] === true
}

function readTrustedDocuments(path: string | undefined, problems: string[]): TrustedDocuments | undefined {
  if (path === undefined) return undefined
  try {
    return readManifest(path)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    problems.push(`TRUSTED_DOCUMENTS is "${path}": ${error.message}`)
    return undefined
  }
}
