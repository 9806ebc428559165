import { z } from 'zod'
import { accessVariables } from './access-variables.ts'
import { freshnessVariables } from './freshness-variables.ts'
import { limitVariables } from './limits.ts'
import { sharedStateVariables } from './shared-state-variables.ts'
import { subscriptionVariables } from './subscription-variables.ts'
import { callVariables, upstreamVariables } from './upstream-variables.ts'
import { choice, type Documentation, documentation, integer, positive, secret } from './variable.ts'

const UNDOCUMENTED: Documentation = { about: '', accepted: '' }

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const LOG_FORMATS = ['auto', 'json', 'pretty'] as const

/** Variables of GraphiQL, shutdown, metrics and logs. */
const operationVariables = {
  GRAPHIQL: choice(['true', 'false'], 'true', 'Serves GraphiQL to browsers on `/graphql`.'),
  SHUTDOWN_DELAY_MS: integer(
    [0, 600_000],
    0,
    'ms',
    'Minimum time that requests are still served after SIGTERM, while `/readyz` fails.',
  ),
  SHUTDOWN_GRACE_MS: integer([0, 600_000], 10_000, 'ms', 'Time for requests in flight to finish after that.'),
  METRICS_TOKEN: secret(
    /^[\w.~+/=-]{16,}$/,
    '16 or more letters, digits and `-._~+/=`',
    'Bearer token that `/metrics` requires.',
  ),
  LOG_LEVEL: choice(LOG_LEVELS, 'info', 'Minimum severity of log entries on stderr.'),
  LOG_FORMAT: choice(
    LOG_FORMATS,
    'auto',
    'Format of log entries: JSON lines, or human-readable text. `auto`: text if stderr is a terminal.',
  ),
}

const emulatorVariables = {
  EMULATOR_PORT: integer([0, 65_535], 4566, '', 'Port of `npm run emulator`; 0 picks a free one.'),
  EMULATOR_SPEED: positive(
    10_000,
    1,
    'times',
    'Factor that accelerates state transitions of the emulator; at 1, an image builder starts in 5 s.',
  ),
}

/** Environment variables by topic, in the order of the documentation. */
const topics = [
  { title: 'AWS', page: 'aws.md', variables: upstreamVariables },
  { title: 'AWS calls', page: 'aws.md#call-budgets', variables: callVariables },
  { title: 'Freshness', page: 'freshness.md', variables: freshnessVariables },
  { title: 'Subscriptions', page: 'subscriptions.md', variables: subscriptionVariables },
  { title: 'Access', page: 'access.md', variables: accessVariables },
  { title: 'Limits', page: 'limits.md', variables: limitVariables },
  { title: 'Replicas', page: 'replicas.md', variables: sharedStateVariables },
  { title: 'Operation', page: 'operating.md', variables: operationVariables },
  { title: 'Emulator', page: 'emulator.md', variables: emulatorVariables },
] as const

/** Environment variables of the gateway: parser, default and documentation of each. */
export const environment = z.object({
  ...upstreamVariables,
  ...callVariables,
  ...freshnessVariables,
  ...subscriptionVariables,
  ...accessVariables,
  ...limitVariables,
  ...sharedStateVariables,
  ...operationVariables,
  ...emulatorVariables,
})

/** Returns a Markdown section for each topic, with a table of its variables and a link to its page. */
export function configurationTables(): string {
  return topics
    .map(({ title, page, variables }) => {
      const rows = Object.entries(variables).map(([name, schema]) => configurationRow(name, schema))
      return [
        `## ${title}`,
        '',
        `See [${page.replace(/#.*/, '')}](${page}).`,
        '',
        '| Variable | Default | Description | Accepted |',
        '| --- | --- | --- | --- |',
        ...rows,
      ].join('\n')
    })
    .join('\n\n')
}

/** Returns the description of a variable with its default, as one line of plain text. */
export function describeVariable(name: keyof typeof environment.shape): string {
  const {
    about,
    default: fallback,
    unit,
    choices,
  } = documentation.get(environment.shape[name]) ?? UNDOCUMENTED
  const value = fallback === undefined ? '' : ` Default: ${fallback}${unit ? ` ${unit}` : ''}.`
  const values = choices === undefined ? '' : ` Values: ${choices.join(', ')}.`
  return `${about.replaceAll('`', '')}${values}${value}`
}

function configurationRow(name: string, schema: z.ZodType): string {
  const { about, accepted, default: fallback, unit } = documentation.get(schema) ?? UNDOCUMENTED
  const value = fallback === undefined ? 'unset' : `\`${fallback}\`${unit ? ` ${unit}` : ''}`
  return `| \`${name}\` | ${value} | ${about} | ${accepted} |`
}
