import { existsSync, globSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { createClient } from 'graphql-sse'
import { expect } from 'vitest'
import { environment } from '../../../src/config/environment.ts'
import { loadConfig } from '../../../src/config.ts'
import { companySeed } from '../../../src/emulator/server.ts'
import { parseOptions } from '../../bench/options.ts'
import {
  composeWithApollo,
  composeWithGuild,
  composeWithWunderGraph,
} from '../../supergraph/routers/compose.ts'
import { appstreamSdl } from '../../supergraph/supergraph.ts'
import { createTestClock, startGateway, type TestGateway } from '../../support/gateway.ts'
import { type Command, readRepositoryFile, type Step } from '../../support/readme.ts'
import { aws, comparable, comparableLine, curl } from './commands.ts'
import { expectQuoted } from './quotation.ts'

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
  /** Folder of the terminal in the repository. */
  let folder = ''
  const log: string[] = []

  const onLog = (line: string) => log.push(line)

  async function restart(env: Readonly<Record<string, string>>): Promise<TestGateway> {
    await gateway?.[Symbol.asyncDispose]()
    // A test gateway's emulator always runs separately, as if started on its own. Its transitions take no real time, so
    // that a slow reader sees the documented states.
    const { AWS_ENDPOINT_URL_APPSTREAM: _, ...others } = env
    // Documented answers are fresh, even if a machine pauses while the gateway reads.
    const patient = { READ_PATIENCE_MS: '60000', ...others }
    gateway = await startGateway({ env: patient, emulator: { seed: companySeed, clock }, clock, onLog })
    return gateway
  }

  const started = async () => gateway ?? (await restart({}))

  async function run({ env, program, args }: Command, expected: unknown): Promise<void> {
    switch (program) {
      case 'cd':
        folder = `${args[0]}/`
        return
      case 'npm': {
        // test/long/examples.test.ts runs the examples.
        if (folder !== '') return args[0] === 'run' ? expectScript(folder, args[1], env) : undefined
        expect(Object.keys(environment.shape)).toEqual(expect.arrayContaining(Object.keys(env)))
        // Only parses commands that reach beyond this machine.
        const isFarReaching = env['UPSTREAM'] === 'aws' || env['HOST'] !== undefined
        if (args[0] === 'start' && isFarReaching) loadConfig(env)
        else if (args[0] === 'start') await restart(env)
        else if (args[0] !== 'ci') {
          const end = args.includes('--') ? args.indexOf('--') : args.length
          const script = args[end - 1] ?? ''
          expect(scripts).toHaveProperty([script])
          // Rejects unknown options; runs of the benchmark have a test of their own.
          if (script === 'bench') parseOptions(args.slice(end + 1))
        }
        return
      }
      case 'npx':
      case 'node':
        expect(Object.keys(environment.shape)).toEqual(expect.arrayContaining(ownVariables(env)))
        if (args.includes('src/main.ts')) loadConfig(env)
        expect(args.filter((arg) => /^(src\/|\w+\.graphql$)/.test(arg) && !existsSync(arg))).toEqual([])
        return
      case 'docker':
        // No container engine is available here: test/long/container.test.ts runs the steps of the
        // Dockerfile.
        expect(existsSync('Dockerfile')).toBe(true)
        expect(Object.keys(environment.shape)).toEqual(
          expect.arrayContaining(Object.keys(optionsOf('--env', args))),
        )
        return expectFiles(args)
      case 'kubectl':
      case 'promtool':
      case 'cp':
        // test/unit/deploy checks these files.
        return expectFiles(args)
      case 'curl':
        return curl(args, await started(), expected)
      case 'aws':
        if (args[0] !== 'appstream') return expectFiles(args)
        return aws(args, env, await started())
      case 'redis-cli':
        // test/integration/docs/replicas.test.ts runs these against a server.
        return expect(args.slice(0, 2)).toEqual(['ACL', 'SETUSER'])
      default:
        throw new Error(`Unsupported command in the documentation: ${program}`)
    }
  }

  return {
    async take(step, expected) {
      switch (step.kind) {
        case 'graphql': {
          if (step.query.startsWith('subscription')) {
            return watch(await started(), step.query, Array.isArray(expected) ? expected : [])
          }
          const { status: _, ...answer } = await (await started()).query(step.query)
          if (expected === undefined) expect(answer).not.toHaveProperty('errors')
          else expect(comparable(answer)).toEqual(comparable(expected))
          return
        }
        case 'command':
          return run(step.command, expected)
        case 'clock':
          return clock.advance(step.ms)
        case 'fault': {
          const { emulator } = await started()
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
        case 'quotation':
          return expectQuoted(step.code)
        case 'log':
          // A request is logged after its response has arrived.
          return expect
            .poll(() => log.map(comparableLine), { timeout: 30_000 })
            .toEqual(expect.arrayContaining(step.lines.map(comparableLine)))
        case 'json':
          return
      }
    },
    [Symbol.asyncDispose]: async () => gateway?.[Symbol.asyncDispose](),
  }
}

/** Checks that the package in the folder of an example has a script, and reads the variables of the command. */
function expectScript(folder: string, name = '', env: Command['env'] = {}): void {
  expect(JSON.parse(readRepositoryFile(`${folder}package.json`)).scripts).toHaveProperty([name])
  const sources = globSync(`${folder}{vite.config,src/main}.ts`).map(readRepositoryFile).join('\n')
  for (const variable of Object.keys(env)) expect(sources).toMatch(new RegExp(`\\b${variable}\\b`))
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

/** Checks that the files of `deploy` in the arguments exist. */
function expectFiles(args: readonly string[]): void {
  const files = args.flatMap((arg) => /^(?:file:\/\/)?(deploy\/\S+)$/.exec(arg)?.[1] ?? [])
  // A copy that the reader makes is not part of the repository.
  expect(files.filter((file) => !file.endsWith('gateway.env') && !existsSync(file))).toEqual([])
}

/** Returns the variables of a command, except those of OpenTelemetry's SDK. */
function ownVariables(env: Command['env']): string[] {
  return Object.keys(env).filter((name) => !name.startsWith('OTEL_'))
}

/** Returns the `NAME=value` pairs of a repeated option. */
function optionsOf(option: string, args: readonly string[]): Command['env'] {
  const values = args.filter((_, index) => args[index - 1] === option)
  return Object.fromEntries(values.map((value) => value.split('=', 2)))
}
