import { describeVariable } from '../config/environment.ts'
import { VERSION } from '../version.ts'

/** Commands that have a help text. */
type Topic = 'gateway' | 'emulator'

/** Variables that most installations set, by topic. */
const VARIABLES = {
  gateway: [
    'UPSTREAM',
    'AWS_REGION',
    'AWS_REGIONS',
    'AWS_ROLE_ARNS',
    'AWS_OPERATE_ROLE_ARNS',
    'HOST',
    'PORT',
    'AUTH_ISSUER',
    'AUTH_AUDIENCE',
    'AUTH_JWKS_URL',
    'CORS_ORIGINS',
    'SHARED_STATE_URL',
    'METRICS_TOKEN',
    'SHUTDOWN_DELAY_MS',
    'LOG_LEVEL',
    'LOG_FORMAT',
  ],
  emulator: ['EMULATOR_PORT', 'EMULATOR_SPEED', 'LOG_LEVEL', 'LOG_FORMAT'],
} as const

const SYNOPSIS: Readonly<Record<Topic, string>> = {
  gateway: `A GraphQL gateway over Amazon AppStream.

Usage: node src/main.ts [command] [options]

Commands:
  (none)         Start the gateway, with a built-in AppStream emulator unless UPSTREAM=aws.
  emulator       Start only the emulator, for the AWS SDKs and CLI.
  help           Print this help.`,
  emulator: `An emulator of Amazon AppStream for the AWS SDKs and CLI.

Usage: node src/main.ts emulator [options]`,
}

/** Returns the help text of a command: usage, the most used settings with their defaults, and the documentation. */
export function helpFor(topic: Topic): string {
  const names = VARIABLES[topic]
  const width = Math.max(...names.map(({ length }) => length))
  const settings = names.map((name) => `  ${name.padEnd(width)}  ${describeVariable(name)}`)
  return `appstream-graphql ${VERSION}

${SYNOPSIS[topic]}

Options:
  -h, --help     Print this help.
  -v, --version  Print the version.

Settings are environment variables, all optional. The most used ones:
${settings.join('\n')}

Documentation: README.md and docs/ of the project. docs/configuration.md lists every setting.`
}
