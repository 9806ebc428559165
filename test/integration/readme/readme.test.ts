import { existsSync, globSync, readdirSync } from 'node:fs'
import { buildSchema, isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import type { UpstreamErrorCode } from '../../../src/appstream/exceptions.ts'
import { CALLER_TAG } from '../../../src/appstream/role-session.ts'
import { configurationTable, environment } from '../../../src/config/environment.ts'
import { startGateway } from '../../support/gateway.ts'
import { readReadme, readRepositoryFile, type Step } from '../../support/readme.ts'
import { createReader } from './reader.ts'

const readme = readReadme()
const contributing = readReadme('CONTRIBUTING.md')
const documents = readme.text + contributing.text
const packageJson: Record<'scripts' | 'dependencies', Record<string, string>> = JSON.parse(
  readRepositoryFile('package.json'),
)

describe('README sections', () => {
  const sections = [...readme.sections, ...contributing.sections].filter(({ steps }) => steps.length > 0)

  test.each(sections)(
    '$title: every command works and every query returns the documented answer',
    async (section) => {
      await using reader = createReader()
      for (const [index, step] of section.steps.entries()) {
        const next = section.steps[index + 1]
        await reader.take(step, next?.kind === 'json' ? next.value : undefined)
      }
    },
  )

  test('put every answer after its query, except the policies', () => {
    const alone = readme.sections.flatMap(({ steps }) =>
      steps.filter((step, index) => step.kind === 'json' && !answers(steps[index - 1])),
    )

    expect(alone.length).toBeGreaterThan(0)
    for (const step of alone) expect(step).toHaveProperty('value.Statement')
  })
})

describe('README facts', () => {
  test('match the configuration table that the code prints', () => {
    const [, table] = /<!-- configuration -->\n(.*?)\n<!-- \/configuration -->/s.exec(readme.text) ?? []

    expect(table?.trim()).toBe(configurationTable())
  })

  test('match the policies to the calls of the gateway', () => {
    const sources = globSync('src/{appstream,inventory,schema}/**/*.ts').map(readRepositoryFile).join('\n')
    // Calls of their own, declared operations, and reads by name.
    const calls = /new (\w+)Command\(|operation: '([A-Z]\w+)'|reader\.(?:list|call)\(\s*'(\w+)'/g
    const called = [...sources.matchAll(calls)].map(([, ...names]) => names.find((name) => name) ?? '')
    const allowed = readme.text.match(/(appstream|sts):[A-Z]\w+/g)

    expect(new Set(allowed)).toEqual(
      new Set(['sts:AssumeRole', 'sts:TagSession', ...called.map((name) => `appstream:${name}`)]),
    )
  })

  test('keep the read policy read-only and the change policy write-only', () => {
    const policies = readme.sections
      .flatMap(({ steps }) => steps)
      .filter((step) => step.kind === 'json' && JSON.stringify(step.value).includes('"appstream:'))
      .map((step) => [...JSON.stringify(step).matchAll(/"appstream:(\w+)"/g)].map(([, name = '']) => name))
    const isReading = (name: string) => /^(Describe|Get|List)/.test(name)

    expect(policies.map((actions) => new Set(actions.map(isReading)))).toEqual([
      new Set([true]),
      new Set([false]),
    ])
  })

  test('name the session tag of the gateway in the policies', () => {
    const named = readme.text.match(/(?<=aws:(?:Request|Principal)Tag\/)[\w-]+/g)

    expect(new Set(named)).toEqual(new Set([CALLER_TAG]))
  })

  test('list exactly the error codes that a client can receive', () => {
    const upstream: Readonly<Record<UpstreamErrorCode, true>> = {
      COORDINATION_UNAVAILABLE: true,
      UPSTREAM_ACCESS_DENIED: true,
      UPSTREAM_BUDGET_EXHAUSTED: true,
      UPSTREAM_CREDENTIALS: true,
      UPSTREAM_REJECTED: true,
      UPSTREAM_THROTTLED: true,
      UPSTREAM_TIMEOUT: true,
      UPSTREAM_UNAVAILABLE: true,
      UPSTREAM_UNREADABLE: true,
    }
    const edge = [...globSync('src/server/**/*.ts'), 'src/schema/errors.ts']
      .map(readRepositoryFile)
      .join('\n')
    const ours = [...edge.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)]
      .map(([, code = '']) => code)
      // Messages name the variables that set limits.
      .filter((code) => !(code in environment.shape))
      // Node's reasons for rejecting a request, which clients do not receive.
      .filter((code) => !/^(HPE|ERR)_/.test(code))
    // Codes of graphql-js, as named by Yoga.
    const language = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']
    // The gateway's own one-word codes.
    const words = ['UNAUTHENTICATED', 'FORBIDDEN', 'OVERLOADED']

    expect(readme.firstColumn('Code').toSorted()).toEqual(
      [...new Set([...Object.keys(upstream), ...ours, ...words, ...language])].toSorted(),
    )
  })

  test('list every limit with its default and an existing code', () => {
    const rows = [...readme.text.matchAll(/^\| [^`|]+ \| `(\w+)` \| `(\d+)`[^|]* \| `(\w+)`/gm)]
    const defaults = environment.parse({})

    expect(rows.map(([, variable]) => variable).toSorted()).toEqual(
      Object.keys(defaults)
        .filter((name) => /^MAX_(?!STALENESS)|^(QUERY|MUTATION)_TIMEOUT_MS$|^WS_MAX_UNINITIALIZED/.test(name))
        .toSorted(),
    )
    for (const [, variable, value, code] of rows) {
      expect(defaults).toHaveProperty([variable ?? ''], Number(value))
      expect(readme.firstColumn('Code')).toContain(code)
    }
  })

  test('list every relation of every resource, and only existing fields', () => {
    const types = buildSchema(readRepositoryFile('schema.graphql')).getTypeMap()
    const fieldsOf = (name: string) => {
      const type = types[name]
      return isObjectType(type) ? Object.values(type.getFields()) : []
    }
    const listed = readme.firstColumn('Field')
    const resources = Object.keys(types).filter((name) =>
      fieldsOf(name).some((field) => field.name === 'target'),
    )
    const isRelation = (type: string) =>
      resources.includes(type) ||
      /^(\w+Connection|\[AppStream(CatalogApplication|EntitledApplication|Tag)!\])$/.test(type)
    const relations = resources.flatMap((name) =>
      fieldsOf(name)
        .filter(({ type }) => isRelation(String(type)))
        .map((field) => `${name}.${field.name}`),
    )
    const lists = fieldsOf('Query')
      .filter(({ type }) => String(type).endsWith('Connection'))
      .map(({ name }) => `Query.${name}`)

    expect(listed.toSorted()).toEqual([...relations, ...lists].toSorted())
  })

  test('list only missing features as planned', () => {
    const [, inTheMaking = ''] = /Being built: ([^.]*)\./.exec(readme.text) ?? []
    const schema = readRepositoryFile('schema.graphql')

    expect(inTheMaking.includes('mutations')).toBe(!schema.includes('type Mutation'))
    expect(inTheMaking.includes('subscriptions')).toBe(!schema.includes('type Subscription'))
    expect(inTheMaking.includes('federation')).toBe(!existsSync('subgraph.graphql'))
  })

  test("list the emulator's control requests", async () => {
    await using gateway = await startGateway()
    const { error } = await (await fetch(`${gateway.emulator.url}/_emulator/`)).json()
    const [, routes = ''] = String(error).split('use one of: ')

    expect(readme.firstColumn('Request')).toEqual(routes.replace(/\.$/, '').split(', '))
  })

  test("list the emulator's switches with their defaults", () => {
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

  test('name only existing files and describe every folder of src', () => {
    const named = [...documents.matchAll(/`((?:src|test|\.ci)\/[\w./-]+)`/g)].map(([, path = '']) => path)
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())

    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !existsSync(path))).toEqual([])
    expect(contributing.firstColumn('Folder')).toEqual(
      expect.arrayContaining(folders.map(({ name }) => `src/${name}`)),
    )
  })

  test('name only existing npm scripts', () => {
    const named = [...documents.matchAll(/`npm (?:run )?([\w:]+)`/g)].map(([, script = '']) => script)

    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named))
  })

  test('link only to existing headings', () => {
    const links = [...readme.text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor)
    const headings = [...readme.text.matchAll(/^#{2,3} (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    )

    expect(headings).toEqual(expect.arrayContaining(links))
  })

  test("match the runtime imports to dependencies and Node's own modules", () => {
    const running = globSync('src/**/*.ts').filter((file) => !file.startsWith('src/tools/'))
    const sources = running.map(readRepositoryFile).join('\n')
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

/** Returns true if a step has a response. */
function answers(step: Step | undefined): boolean {
  return step?.kind === 'graphql' || (step?.kind === 'command' && step.command.program === 'curl')
}
