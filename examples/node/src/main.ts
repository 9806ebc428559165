// Lists the image builders, starts one, waits until it is running, and stops it.
//
//   npm start -- finance-desktop
//
// GATEWAY_URL is the address of the gateway (default: http://127.0.0.1:4000). If it requires a token, set TOKEN.
import { listBuilders, MutationError, startBuilder, stopBuilder, waitForState } from './builders.ts'
import { connect } from './gateway.ts'
import type { BuilderFragment } from './gql/graphql.ts'

const START_TIMEOUT_MS = 30 * 60_000

const [name] = process.argv.slice(2)
const gateway = connect({
  url: new URL('/graphql', process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:4000').href,
  getToken: async () => process.env['TOKEN'],
  onErrors: (messages) => console.warn(messages.join('\n')),
})

try {
  await run()
} catch (error) {
  console.error(describe(error))
  process.exitCode = 1
}

async function run(): Promise<void> {
  const builders: BuilderFragment[] = []
  for await (const builder of listBuilders(gateway)) builders.push(builder)
  console.table(
    builders.map(({ name, state, image }) => ({
      name,
      state,
      image: image?.name,
      baseImage: image?.baseImage?.name,
    })),
  )
  const builder = builders.find((each) =>
    name === undefined ? each.state === 'STOPPED' : each.name === name,
  )
  if (builder === undefined)
    throw new Error(name === undefined ? 'No builder is stopped.' : `No builder is named ${name}.`)

  print(await startBuilder(gateway, builder.arn))
  print(await waitForState(gateway, builder.arn, 'RUNNING', AbortSignal.timeout(START_TIMEOUT_MS)))
  print(await stopBuilder(gateway, builder.arn))
}

function print({ name, state }: BuilderFragment): void {
  console.log(`${name} is ${state}`)
}

/** Describes an error by the channel it came through. */
function describe(error: unknown): string {
  // The mutation returned a typed error: AWS or the gateway rejected the change.
  if (error instanceof MutationError)
    return `${error.code}: ${error.message}${error.retryable ? ' (try again)' : ''}`
  // The operation failed as a whole, or the gateway was not reached.
  if (error instanceof Error)
    return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
  return String(error)
}
