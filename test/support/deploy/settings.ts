import { environment } from '../../../src/config/environment.ts'
import { ConfigError, configWarnings, loadConfig } from '../../../src/config.ts'

type Environment = Readonly<Record<string, string>>

/** Variables that other software of the container reads. */
const FOREIGN: ReadonlySet<string> = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])

/** Returns the problems of the environment in a manifest: unknown settings, invalid values and warnings at the start. */
export function checkEnvironment(env: Environment): readonly string[] {
  const unknown = Object.keys(env).filter((name) => !(name in environment.shape) && !FOREIGN.has(name))
  return [...unknown.map((name) => `${name} is not a setting`), ...startProblems(env)]
}

function startProblems(env: Environment): readonly string[] {
  try {
    return configWarnings(loadConfig(env), { env, isProduction: true }).map(({ message }) => message)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

/** Seconds for the last steps of a shutdown: up to 5 s until requests cease, and a margin of 2 s. */
const SHUTDOWN_MARGIN_S = 7

/** Returns a problem if a platform kills the gateway before its shutdown is over. */
export function checkStopTimeout(env: Environment, timeoutS: number): readonly string[] {
  const { shutdownDelayMs, shutdownGraceMs } = loadConfig(env).server
  const neededS = (shutdownDelayMs + shutdownGraceMs) / 1000 + SHUTDOWN_MARGIN_S
  return timeoutS >= neededS
    ? []
    : [`the shutdown takes up to ${neededS} s, but is killed after ${timeoutS} s`]
}

/** Image of the gateway, as the manifests name it, apart from the registry. */
export function imageName(version: string): string {
  return `appstream-graphql:${version}`
}
