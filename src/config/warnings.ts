import type { Config } from './shape.ts'
import { describeUnknown, findUnknownVariables } from './unknown-variables.ts'

/** Warning about a valid configuration, for one log line. */
export interface Warning {
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Circumstances that warnings depend on, in addition to the configuration. */
export interface WarningContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** True if the environment sets `NODE_ENV=production`. */
  readonly isProduction: boolean
}

/** Returns the warnings about a configuration, none of which contains the value of an unknown variable. */
export function warningsOf(config: Config, { env, isProduction }: WarningContext): readonly Warning[] {
  return [
    unknownVariables(env),
    isProduction && config.upstream.kind === 'emulator' ? emulatorInProduction(config) : undefined,
    ignoredSwitches(config),
  ].filter((warning) => warning !== undefined)
}

/** Warns rather than rejects, because other software shares the environment. */
function unknownVariables(env: WarningContext['env']): Warning | undefined {
  const variables = findUnknownVariables(env)
  if (variables.length === 0) return undefined
  return {
    details: { variables },
    message: `ignored variables: ${variables.map(describeUnknown).join('; ')}`,
  }
}

function emulatorInProduction({ upstream: { endpoint } }: Config): Warning {
  const upstream = endpoint === undefined ? 'the built-in emulator, whose data is invented' : endpoint
  return {
    details: { upstream: 'emulator' },
    message: `NODE_ENV is production, but UPSTREAM is emulator: the gateway serves ${upstream}. Set UPSTREAM=aws to serve AWS`,
  }
}

/** The FIPS and dual-stack switches select an endpoint of AWS, so a custom endpoint overrides them. */
function ignoredSwitches({ upstream: { endpoint, fips, dualstack } }: Config): Warning | undefined {
  if (endpoint === undefined || !(fips || dualstack)) return undefined
  const switches = [fips && 'FIPS', dualstack && 'dual-stack'].filter(Boolean).join(' and ')
  return {
    details: { endpoint },
    message: `the ${switches} switch of the AWS settings does not apply to AppStream, because a custom endpoint is configured`,
  }
}
