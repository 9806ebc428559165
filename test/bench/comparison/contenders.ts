import { type Child, startChild } from '../../support/child.ts'
import type { Issuer } from '../../support/issuer.ts'
import type { MeasuredQuery } from './scenarios.ts'

/** Server of the comparison; `before` is the gateway of another checkout, given with `--against`. */
export type ContenderName =
  | 'gateway'
  | 'before'
  | 'node:http'
  | 'mercurius + JIT'
  | 'plain Yoga'
  | 'SDK alone'

/** Surroundings of a contender. */
export interface Surroundings {
  readonly emulatorUrl: string
  /** Checkout of the contender `before`. */
  readonly against: URL | undefined
  readonly issuer: Pick<Issuer, 'env'>
}

/** Starts a contender in a process of its own, set up for a scenario. */
export function startContender(
  name: ContenderName,
  scenario: MeasuredQuery,
  { emulatorUrl, against, issuer }: Surroundings,
): Promise<Child> {
  switch (name) {
    case 'gateway':
    case 'before': {
      if (name === 'before' && against === undefined)
        throw new Error('--against names the checkout to compare with.')
      return startChild('src/main.ts', {
        ...(name === 'before' && against !== undefined && { directory: against }),
        // As `npm start` starts it.
        isBare: true,
        environment: {
          NODE_ENV: undefined,
          PORT: '0',
          AWS_ENDPOINT_URL_APPSTREAM: emulatorUrl,
          LOG_LEVEL: 'warn',
          ...(scenario.tokens !== undefined && issuer.env),
          ...scenario.environment,
        },
        // A pipe would make this process, on the same cores, part of the measurement.
        discardsLog: true,
      })
    }
    case 'node:http':
      return startChild('test/bench/servers/raw.ts', { arguments: [JSON.stringify(scenario.expected)] })
    case 'mercurius + JIT':
      return startChild('test/bench/peers/mercurius.ts', {
        arguments: [String(scenario.account.images.length)],
      })
    case 'plain Yoga':
      return startChild('test/bench/servers/plain.ts', { arguments: [emulatorUrl] })
    case 'SDK alone':
      return startChild('test/bench/servers/sdk.ts', { arguments: [emulatorUrl] })
  }
}
