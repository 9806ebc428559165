import { once } from 'node:events'
import { createServer } from 'node:net'
import { AppStreamClient, DescribeImageBuildersCommand } from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../src/emulator/server.ts'
import { gatewayLine, startMain } from '../support/main.ts'
import { readRepositoryFile } from '../support/readme.ts'

const packageJson: { readonly version: string } = JSON.parse(readRepositoryFile('package.json'))

const emulatorLine = /^(http:\/\/127\.0\.0\.1:\d+) is ready: /

// Each test has a process of its own: one starts while another is waited for.
describe.concurrent('main', () => {
  test('prints one ready line, logs JSON to stderr, exits on SIGTERM', async () => {
    await using main = startMain([], { PORT: '0' })
    const url = await main.ready(gatewayLine)
    const query = 'query Walk { imageBuilder(name: "analytics-desktop") { image { name } } }'
    const answer = await post(url, query, { 'x-request-id': 'from-a-test' })

    expect(answer).toEqual({ data: { imageBuilder: { image: { name: 'finance-desktop-v4' } } } })
    expect(await main.stop('SIGTERM')).toEqual([0, null])
    expect(main.stdout()).toMatch(
      /^http\S+ is ready\. Upstream: AppStream emulator at http:\/\/127\.0\.0\.1:\d+ \(for AWS: UPSTREAM=aws AWS_REGION=us-east-1 npm start\)\n$/,
    )
    const lines = main.stderr().trim().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ requestId: 'from-a-test', operationName: 'Walk', status: 200 }),
    )
  })

  test('uses a given endpoint without emulator; drains and exits on SIGINT', async () => {
    await using emulator = await startEmulator({ latencyMs: 500 })
    const env = { PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: emulator.url, AWS_REGIONS: 'us-east-1,eu-west-1' }
    await using main = startMain([], env)
    const answer = post(await main.ready(gatewayLine), '{ images(first: 1) { nodes { state } } }')
    await emulator.calls.waitFor(1, 'DescribeImages')

    expect(await main.stop('SIGINT')).toEqual([0, null])
    expect(await answer).toEqual({ data: { images: { nodes: [{ state: 'PENDING' }] } } })
    expect(main.stdout()).toContain(`Upstream: AppStream in us-east-1, eu-west-1 (${emulator.url})\n`)
  })

  test('reports all configuration errors without a stack and exits with 1', async () => {
    await using main = startMain([], { PORT: '99999', UPSTREAM: 'azure', AWS_ROLE_ARNS: 'reader' })

    expect(await main.exited).toEqual([1, null])
    expect(main.stderr().trim().split('\n')).toEqual([
      'Invalid configuration:',
      expect.stringMatching(/^ {2}UPSTREAM is "azure": expected emulator, aws$/),
      expect.stringMatching(/^ {2}AWS_ROLE_ARNS is "reader": expected /),
      expect.stringMatching(/^ {2}PORT is "99999": expected /),
    ])
    expect(main.stdout()).toBe('')
  })

  test('names the setting for a taken port and exits with 1', async () => {
    await using taken = await takePort()
    await using main = startMain([], { PORT: String(taken.port) })

    expect(await main.exited).toEqual([1, null])
    expect(main.stderr()).toMatch(/^Cannot listen: port \d+ on 127\.0\.0\.1 is in use: set PORT .*\n$/)
    expect(main.stdout()).toBe('')
  })
})

describe.concurrent('main emulator', () => {
  test('prints its URL, answers the SDK and exits on SIGTERM', async () => {
    await using main = startMain(['emulator'], { EMULATOR_PORT: '0' })
    const endpoint = await main.ready(emulatorLine)
    const client = new AppStreamClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' },
    })
    const { ImageBuilders = [] } = await client.send(new DescribeImageBuildersCommand({}))
    client.destroy()

    expect(ImageBuilders).not.toEqual([])
    expect(await main.stop('SIGTERM')).toEqual([0, null])
    expect(main.stdout()).toMatch(/^[^\n]*--endpoint-url http:\/\/127\.0\.0\.1:\d+\)\n$/)
    expect(main.stderr()).toBe('')
  })

  test('reports a taken port without a stack and exits with 1', async () => {
    await using taken = await takePort()
    await using main = startMain(['emulator'], { EMULATOR_PORT: String(taken.port) })

    expect(await main.exited).toEqual([1, null])
    expect(main.stderr()).toMatch(new RegExp(`^[^\\n]*${taken.port}[^\\n]*\\n$`))
  })
})

// One after the other, since the processes above already share the cores.
describe('main --help and --version', () => {
  test.each([
    [
      ['--help'],
      /^appstream-graphql \S+\n\nA GraphQL gateway .*\n {2}PORT +Port to listen on.* Default: 4000\.\n.*docs\/configuration\.md/s,
    ],
    [
      ['emulator', '--help'],
      /^appstream-graphql \S+\n\nAn emulator .*\n {2}EMULATOR_PORT .* Default: 4566\.\n/s,
    ],
    [['--version'], new RegExp(`^${packageJson.version.replaceAll('.', '\\.')}\n$`)],
  ])('%j prints to stdout and exits with 0, even with invalid settings', async (args, text) => {
    await using main = startMain(args, { PORT: 'invalid' })

    expect(await main.exited).toEqual([0, null])
    expect(main.stdout()).toMatch(text)
    expect(main.stderr()).toBe('')
  })

  test('loads neither the gateway nor the AWS SDK', async () => {
    // Fails the import of any module that only the gateway needs.
    const hooks = `import { registerHooks } from 'node:module'
      registerHooks({ resolve(name, context, next) {
        if (/gateway\\.ts$|^graphql|^@aws-sdk|^zod$/.test(name)) throw new Error('loaded ' + name)
        return next(name, context)
      } })`
    const preload = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hooks)}` }
    await using version = startMain(['--version'], preload)
    await using gateway = startMain([], preload)

    expect(await version.exited).toEqual([0, null])
    expect(await gateway.exited).toEqual([1, null])
    expect(gateway.stderr()).toContain('loaded ')
  })
})

test.each([
  [['emulate'], 'Unknown command: emulate. Did you mean emulator?'],
  [['--port=4001'], 'Unknown option: --port. Settings are environment variables: set PORT instead.'],
])('rejects %j on stderr with advice and exits with 2', async (args, advice) => {
  await using main = startMain(args, {})

  expect(await main.exited).toEqual([2, null])
  expect(main.stderr()).toBe(`${advice}\nRun \`node src/main.ts --help\` for the commands and options.\n`)
  expect(main.stdout()).toBe('')
})

test('warns about mistyped settings and about the emulator in production', async () => {
  await using main = startMain([], { PORT: '0', MAX_STALENES_MS: 'hunter2', NODE_ENV: 'production' })
  await main.ready(gatewayLine)
  await main.stop('SIGTERM')
  const lines = main
    .stderr()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

  expect(lines.filter(({ level }) => level === 'warn').map(({ msg }) => msg)).toEqual([
    'ignored variables: MAX_STALENES_MS is not a setting: did you mean MAX_STALENESS_MS?',
    expect.stringContaining('NODE_ENV is production, but UPSTREAM is emulator'),
  ])
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'info',
      msg: 'listening',
      version: packageJson.version,
      endpoints: [expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)],
    }),
  )
  expect(main.stderr()).not.toContain('hunter2')
})

async function takePort(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return { port: address.port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function post(
  url: string,
  query: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  return response.json()
}
