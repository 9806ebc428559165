import { existsSync, globSync, readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { buildSchema, isObjectType } from 'graphql'
import { createClient } from 'graphql-sse'
import { describe, expect, test } from 'vitest'
import type { UpstreamErrorCode } from '../../src/appstream/exceptions.ts'
import { loadConfig } from '../../src/config.ts'
import { serviceModel } from '../../src/emulator/model.ts'
import { companySeed } from '../../src/emulator/server.ts'
import { configurationTable } from '../../src/environment.ts'
import { createTestClock, startGateway, type TestGateway } from '../support/gateway.ts'
import { type Command, readReadme, readRepositoryFile, type Step } from '../support/readme.ts'

const readme = readReadme()
const packageJson: Record<'scripts' | 'dependencies', Record<string, string>> = JSON.parse(
  readRepositoryFile('package.json'),
)

describe('doing what a section says, from its beginning', () => {
  const sections = readme.sections.filter(({ steps }) => steps.length > 0)

  test.each(sections)(
    '$title: every command works and every query answers what is written',
    async (section) => {
      await using reader = createReader()
      for (const [index, step] of section.steps.entries()) {
        const next = section.steps[index + 1]
        await reader.take(step, next?.kind === 'json' ? next.value : undefined)
      }
    },
  )

  test('every answer follows what it answers, but for the policies', () => {
    const alone = readme.sections.flatMap(({ steps }) =>
      steps.filter((step, index) => step.kind === 'json' && !answers(steps[index - 1])),
    )

    expect(alone.length).toBeGreaterThan(0)
    for (const step of alone) expect(step).toHaveProperty('value.Statement')
  })
})

describe('what it says of the project is so', () => {
  test('the configuration is the table that the code prints', () => {
    const [, table] = /<!-- configuration -->\n(.*?)\n<!-- \/configuration -->/s.exec(readme.text) ?? []

    expect(table?.trim()).toBe(configurationTable())
  })

  test('the policies allow what the gateway calls, and nothing more', () => {
    const sources = globSync('src/appstream/*.ts').map(readRepositoryFile).join('\n')
    const changes = readRepositoryFile('schema.graphql').includes('type Mutation')
    const called = [...sources.matchAll(/new (\w+)Command\(/g)]
      .map(([, operation = '']) => operation)
      .filter((operation) => changes || /^(Describe|List)/.test(operation))
    const allowed = readme.text.match(/(appstream|sts):[A-Z]\w+/g)

    expect(new Set(allowed)).toEqual(
      new Set(['sts:AssumeRole', ...called.map((name) => `appstream:${name}`)]),
    )
  })

  test('every error code that a client can meet is listed, and no other', () => {
    const upstream: Readonly<Record<UpstreamErrorCode, true>> = {
      UPSTREAM_ACCESS_DENIED: true,
      UPSTREAM_CREDENTIALS: true,
      UPSTREAM_REJECTED: true,
      UPSTREAM_THROTTLED: true,
      UPSTREAM_TIMEOUT: true,
      UPSTREAM_UNAVAILABLE: true,
      UPSTREAM_UNREADABLE: true,
    }
    const edge = globSync('src/server/*.ts').map(readRepositoryFile).join('\n')
    const ours = [...edge.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map(([, code]) => code)
    // graphql-js's own, with Yoga's codes.
    const language = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']

    expect(readme.firstColumn('Code').toSorted()).toEqual(
      [...new Set([...Object.keys(upstream), ...ours, ...language])].toSorted(),
    )
  })

  test('every relation of an image or a builder is listed, and every field listed exists', () => {
    const types = buildSchema(readRepositoryFile('schema.graphql')).getTypeMap()
    const fieldsOf = (name: string) => {
      const type = types[name]
      return isObjectType(type) ? Object.values(type.getFields()) : []
    }
    const listed = readme.firstColumn('Field')
    const isRelation = /^(Image|ImageBuilder|Image\w*Connection|\[AppStreamTag!\])$/
    const relations = ['Image', 'ImageBuilder'].flatMap((name) =>
      fieldsOf(name)
        .filter(({ type }) => isRelation.test(String(type)))
        .map((field) => `${name}.${field.name}`),
    )
    const lists = fieldsOf('Query')
      .filter(({ type }) => String(type).endsWith('Connection'))
      .map(({ name }) => `Query.${name}`)

    expect(listed.toSorted()).toEqual([...relations, ...lists].toSorted())
  })

  test('what is said to be in the making is not there yet', () => {
    const [, inTheMaking = ''] = /Being built: ([^.]*)\./.exec(readme.text) ?? []
    const schema = readRepositoryFile('schema.graphql')

    expect(inTheMaking.includes('mutations')).toBe(!schema.includes('type Mutation'))
    expect(inTheMaking.includes('subscriptions')).toBe(!schema.includes('type Subscription'))
    expect(inTheMaking.includes('federation')).toBe(!existsSync('subgraph.graphql'))
  })

  test("the emulator's control requests are those that it lists itself", async () => {
    await using gateway = await startGateway()
    const { error } = await (await fetch(`${gateway.emulator.url}/_emulator/`)).json()
    const [, routes = ''] = String(error).split('there are: ')

    expect(readme.firstColumn('Request')).toEqual(routes.replace(/\.$/, '').split(', '))
  })

  test("the emulator's switches have the defaults that are written", () => {
    const behaviour = readRepositoryFile('src/emulator/behaviour.ts')
    const rows = [...readme.text.matchAll(/^\| `(\w+)` \| `('\w+')`.*\| `('\w+')`/gm)]

    expect(rows.map(([, name]) => name)).toEqual(readme.firstColumn('Switch'))
    for (const [, name, strict, otherwise] of rows) {
      expect(behaviour).toContain(`${name}: ${strict},`)
      expect(behaviour).toMatch(new RegExp(`readonly ${name}: .*${otherwise}`))
    }
    const choices = [...behaviour.matchAll(/^ {2}readonly (\w+): '/gm)].map(([, name]) => name)
    expect(readme.firstColumn('Switch')).toEqual(choices)
  })

  test('every file and folder that it names exists, and every folder of src is described', () => {
    const named = [...readme.text.matchAll(/`((?:src|test|\.ci)\/[\w./-]+)`/g)].map(([, path = '']) => path)
    const toBeMade = ['src/schema/fleet/']
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())

    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !existsSync(path) && !toBeMade.includes(path))).toEqual([])
    expect(readme.firstColumn('Folder')).toEqual(
      expect.arrayContaining(folders.map(({ name }) => `src/${name}`)),
    )
  })

  test('every npm script that it names exists', () => {
    const named = [...readme.text.matchAll(/`npm (?:run )?([\w:]+)`/g)].map(([, script = '']) => script)

    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named))
  })

  test('every link inside it leads to a heading', () => {
    const links = [...readme.text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor)

    expect(readme.sections.map(({ title }) => title.toLowerCase())).toEqual(expect.arrayContaining(links))
  })

  test('the sources need no package but the dependencies and what Node has', () => {
    const sources = globSync('src/**/*.ts').map(readRepositoryFile).join('\n')
    const imported = [...sources.matchAll(/ from '([^.'][^']*)'/g)].map(([, name = '']) => name)
    const packages = imported
      .filter((name) => !name.startsWith('node:'))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )

    expect(Object.keys(packageJson.dependencies)).toEqual(expect.arrayContaining(packages))
  })
})

/** Whether a step has an answer. */
function answers(step: Step | undefined): boolean {
  return step?.kind === 'graphql' || (step?.kind === 'command' && step.command.program === 'curl')
}

/** Someone who reads a section at a terminal, in front of a gateway and its emulator. */
function createReader(): AsyncDisposable & { take(step: Step, expected: unknown): Promise<void> } {
  const clock = createTestClock()
  let gateway: TestGateway | undefined

  async function restart(env: Readonly<Record<string, string>>): Promise<TestGateway> {
    await gateway?.[Symbol.asyncDispose]()
    // The emulator of a test's gateway is always one apart, as if it had been started alone.
    const { AWS_ENDPOINT_URL_APPSTREAM: _, ...others } = env
    gateway = await startGateway({ env: others, emulator: { seed: companySeed }, clock })
    return gateway
  }

  async function run({ env, program, args }: Command, expected: unknown): Promise<void> {
    const running = gateway ?? (await restart({}))
    switch (program) {
      case 'npm':
        expect(configurationTable()).toMatch(namesOf(env))
        if (args[0] === 'start' && env['UPSTREAM'] === 'aws') loadConfig(env)
        else if (args[0] === 'start') await restart(env)
        else if (args[0] !== 'ci') expect(packageJson.scripts).toHaveProperty([args.at(-1) ?? ''])
        return
      case 'npx':
      case 'node':
        expect(args.filter((arg) => arg.startsWith('src/') && !existsSync(arg))).toEqual([])
        return
      case 'curl':
        return curl(args, running, expected)
      case 'aws':
        return aws(args, env, running)
      default:
        throw new Error(`Nothing is known of ${program}`)
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
        case 'json':
          return
      }
    },
    [Symbol.asyncDispose]: async () => gateway?.[Symbol.asyncDispose](),
  }
}

/** Follows a subscription over server-sent events, as far as events are written. */
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

/** Does what curl does with the options that the README uses; any other one fails. */
async function curl(args: readonly string[], gateway: TestGateway, expected: unknown): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      request: { type: 'string', short: 'X' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
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
    url
      .replace('http://127.0.0.1:4000', new URL(gateway.url).origin)
      .replace('http://127.0.0.1:4566', gateway.emulator.url),
    {
      method: values.request ?? (values.data === undefined ? 'GET' : 'POST'),
      headers: { ...form, ...Object.fromEntries(headers) },
      body: values.data ?? null,
    },
  )
  const answer: unknown = await response.json()

  expect(response.status, JSON.stringify(answer)).toBe(200)
  if (expected === undefined) expect(answer).not.toHaveProperty('errors')
  else if (url.includes('/_emulator/')) expect(answer).toMatchObject(Object(expected))
  else expect(comparable(answer)).toEqual(comparable(expected))
}

/** Sends what the AWS CLI would, the signature left out. */
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
  const response = await fetch(emulator.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${env['AWS_ACCESS_KEY_ID']}/20261124/${region}/${service}/aws4_request`,
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

/** Matches a text that has each of these variables in a row of its table. */
function namesOf(env: Command['env']): RegExp {
  return new RegExp(
    Object.keys(env)
      .map((name) => `(?=.*\`${name}\`)`)
      .join(''),
    's',
  )
}

/** An answer without what differs from one run to the next. */
function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a time"')
      .replaceAll(/"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"/g, '"an id"'),
  )
}
