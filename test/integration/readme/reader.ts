import { existsSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { parseArgs } from 'node:util'
import { createClient } from 'graphql-sse'
import { expect } from 'vitest'
import { configurationTable } from '../../../src/config/environment.ts'
import { loadConfig } from '../../../src/config.ts'
import { serviceModel } from '../../../src/emulator/model.ts'
import { companySeed } from '../../../src/emulator/server.ts'
import {
  composeWithApollo,
  composeWithGuild,
  composeWithWunderGraph,
} from '../../supergraph/routers/compose.ts'
import { appstreamSdl } from '../../supergraph/supergraph.ts'
import { createTestClock, startGateway, type TestGateway } from '../../support/gateway.ts'
import { type Command, readRepositoryFile, type Step } from '../../support/readme.ts'

const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readRepositoryFile('package.json'),
)

/** Reader of a section at a terminal, with a gateway and its emulator. */
export interface Reader extends AsyncDisposable {
  /** Performs a step and checks the documented result. */
  take(step: Step, expected: unknown): Promise<void>
}

/** Creates a reader, who begins a section with a fresh gateway. */
export function createReader(): Reader {
  const clock = createTestClock()
  let gateway: TestGateway | undefined

  async function restart(env: Readonly<Record<string, string>>): Promise<TestGateway> {
    await gateway?.[Symbol.asyncDispose]()
    // A test gateway's emulator always runs separately, as if started on its own.
    const { AWS_ENDPOINT_URL_APPSTREAM: _, ...others } = env
    gateway = await startGateway({ env: others, emulator: { seed: companySeed }, clock })
    return gateway
  }

  async function run({ env, program, args }: Command, expected: unknown): Promise<void> {
    const running = gateway ?? (await restart({}))
    switch (program) {
      case 'npm': {
        expect(configurationTable()).toMatch(namesOf(env))
        // Only parses commands that reach beyond this machine.
        const isFarReaching = env['UPSTREAM'] === 'aws' || env['HOST'] !== undefined
        if (args[0] === 'start' && isFarReaching) loadConfig(env)
        else if (args[0] === 'start') await restart(env)
        else if (args[0] !== 'ci') expect(scripts).toHaveProperty([args.at(-1) ?? ''])
        return
      }
      case 'npx':
      case 'node':
        expect(args.filter((arg) => /^(src\/|\w+\.graphql$)/.test(arg) && !existsSync(arg))).toEqual([])
        return
      case 'docker':
        // No container engine is available here: test/long/container.test.ts runs the steps of the
        // Dockerfile.
        expect(existsSync('Dockerfile')).toBe(true)
        expect(configurationTable()).toMatch(namesOf(optionsOf('--env', args)))
        return
      case 'curl':
        return curl(args, running, expected)
      case 'aws':
        return aws(args, env, running)
      default:
        throw new Error(`Unsupported command in the README: ${program}`)
    }
  }

  return {
    async take(step, expected) {
      switch (step.kind) {
        case 'graphql': {
          if (step.query.startsWith('subscription')) {
            const running = gateway ?? (await restart({}))
            return watch(running, step.query, Array.isArray(expected) ? expected : [])
          }
          const { status: _, ...answer } = await (gateway ?? (await restart({}))).query(step.query)
          if (expected === undefined) expect(answer).not.toHaveProperty('errors')
          else expect(comparable(answer)).toEqual(comparable(expected))
          return
        }
        case 'command':
          return run(step.command, expected)
        case 'clock':
          return clock.advance(step.ms)
        case 'fault': {
          const { emulator } = gateway ?? (await restart({}))
          const response = await fetch(`${emulator.url}/_emulator/faults`, {
            method: 'POST',
            body: step.fault,
          })
          return expect(response.status).toBe(200)
        }
        case 'sdl':
          return compose(step.sdl)
        case 'module':
          // Only checks the syntax: the imported packages are not installed here.
          return expect(stripTypeScriptTypes(step.code)).toBe(step.code)
        case 'json':
          return
      }
    },
    [Symbol.asyncDispose]: async () => gateway?.[Symbol.asyncDispose](),
  }
}

/** Composes another team's subgraph with this one. */
function compose(sdl: string): void {
  const subgraphs = [
    { name: 'appstream', url: 'http://127.0.0.1:4000/graphql', sdl: appstreamSdl },
    { name: 'costs', url: 'http://127.0.0.1:4001/graphql', sdl },
  ]
  for (const composer of [composeWithApollo, composeWithGuild, composeWithWunderGraph])
    expect(composer(subgraphs).complaints).toEqual([])
}

/** Follows a subscription over server-sent events for the documented number of events. */
async function watch({ url }: TestGateway, query: string, expected: readonly unknown[]): Promise<void> {
  const client = createClient({ url })
  const events: unknown[] = []
  for await (const event of client.iterate({ query })) {
    events.push(event)
    if (events.length >= expected.length) break
  }
  client.dispose()
  expect(comparable(events)).toEqual(comparable(expected))
}

/** Emulates curl with the options used in the README; rejects any other. */
async function curl(args: readonly string[], gateway: TestGateway, expected: unknown): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      request: { type: 'string', short: 'X' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
      'no-buffer': { type: 'boolean', short: 'N' },
    },
  })
  const [url = ''] = positionals
  const headers = values.header.map((header): [string, string] => {
    const [name = '', value = ''] = header.split(': ')
    return [name, value]
  })
  const form: Record<string, string> = values.data
    ? { 'content-type': 'application/x-www-form-urlencoded' }
    : {}
  const response = await fetch(
    // Matches complete ports: the test gateway's port may start with the emulator's.
    url.replace(/^http:\/\/127\.0\.0\.1:(4000|4566)\b/, (_, port) =>
      port === '4000' ? new URL(gateway.url).origin : gateway.emulator.url,
    ),
    {
      method: values.request ?? (values.data === undefined ? 'GET' : 'POST'),
      headers: { ...form, ...Object.fromEntries(headers) },
      body: values.data ?? null,
    },
  )
  const answer = await (values['no-buffer'] ? firstEvent(response) : response.json())

  expect(response.status, JSON.stringify(answer)).toBe(200)
  if (expected === undefined) expect(answer).not.toHaveProperty('errors')
  else if (url.includes('/_emulator/')) expect(answer).toMatchObject(Object(expected))
  else expect(comparable(answer)).toEqual(comparable(expected))
}

/** Reads server-sent events or parts of a multipart body up to the first event. */
async function firstEvent({ body }: Response): Promise<unknown> {
  let text = ''
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const [, event] = /^(?:data: )?(\{"(?:data|payload|errors)".*\})\r?$/m.exec(text) ?? []
    if (event !== undefined) return JSON.parse(event).payload ?? JSON.parse(event)
  }
  throw new Error(`No event in ${text}`)
}

/** Sends the request of the AWS CLI without a signature. */
async function aws(
  [service, verb = '', ...args]: readonly string[],
  env: Command['env'],
  { emulator }: TestGateway,
) {
  const operation = pascalCase(verb)
  const shape = serviceModel.shapes[serviceModel.operations[operation]?.input ?? '']
  const options = Object.fromEntries(
    args
      .join(' ')
      .split(/(?:^| )--/)
      .slice(1)
      .map((option): [string, readonly string[]] => {
        const [name = '', ...values] = option.split(' ')
        return [name, values]
      }),
  )
  const { region: [region] = [], 'endpoint-url': endpoint = [], ...members } = options
  const input = Object.entries(members).map(([option, values]) => {
    const name = pascalCase(option)
    const member = serviceModel.shapes[shape?.members?.[name] ?? '']
    expect(member, `${operation} has a member ${name}`).toBeDefined()
    return [name, member?.type === 'list' ? values : values[0]]
  })
  const scope = `${env['AWS_ACCESS_KEY_ID']}/20261124/${region}/${service}/aws4_request`
  const response = await fetch(emulator.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      'x-amz-target': `${serviceModel.targetPrefix}.${operation}`,
    },
    body: JSON.stringify(Object.fromEntries(input)),
  })
  const [[, found] = []] = Object.entries(await response.json())

  expect(endpoint).toEqual(['http://127.0.0.1:4566'])
  expect(response.status).toBe(200)
  expect(found).not.toEqual([])
}

function pascalCase(kebab: string): string {
  return kebab.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Returns the `NAME=value` pairs of a repeated option. */
function optionsOf(option: string, args: readonly string[]): Command['env'] {
  const values = args.filter((_, index) => args[index - 1] === option)
  return Object.fromEntries(values.map((value) => value.split('=', 2)))
}

/** Returns a pattern that matches a table with a row for each of these variables. */
function namesOf(env: Command['env']): RegExp {
  return new RegExp(
    Object.keys(env)
      .map((name) => `(?=.*\`${name}\`)`)
      .join(''),
    's',
  )
}

/** Returns a response without values that differ between runs. */
function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a time"')
      .replaceAll(/"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"/g, '"an id"'),
  )
}
