import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pLimit from 'p-limit'
import { serviceModel } from '../../src/emulator/model.ts'
import { ACCOUNT, REGION } from './gateway.ts'

const path = process.env['AWS_CLI_PATH'] ?? '/usr/bin/aws'

/** Reason why AWS CLI tests cannot run here; `undefined` if they can, and in CI, where they must run. */
export const skipReason: string | undefined =
  existsSync(path) || process.env['CI'] === 'true'
    ? undefined
    : `there is no AWS CLI at ${path}: install it (package awscli), or set AWS_CLI_PATH`

/** Result of a command of the AWS CLI. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** AWS CLI in one process for many commands, which takes a second to start. */
export interface AwsCli extends AsyncDisposable {
  /** Runs `aws appstream <args>` and returns its output. Rejects with its stderr on failure. */
  run(args: readonly string[], region?: string): Promise<unknown>
  /** Same, but returns the result of any command. */
  try(args: readonly string[], region?: string): Promise<CommandResult>
}

/** Options of {@link startAwsCli}. */
export interface AwsCliOptions {
  /** Uses the emulator's service model: that of the installed CLI may lack operations. */
  readonly isOfModel?: boolean
}

/** Starts the AWS CLI for an endpoint. Commands run one after the other. */
export async function startAwsCli(
  endpoint: string,
  { isOfModel = false }: AwsCliOptions = {},
): Promise<AwsCli> {
  await using started = new AsyncDisposableStack()
  const models = isOfModel ? started.use(await writeModels()) : undefined
  const [, python = 'python3'] = /^#!(\S+)/.exec(await readFile(path, 'utf8')) ?? []
  const process = spawn(python, ['-c', RUN_COMMANDS], {
    env: { ...environment(), ...(models && { AWS_DATA_PATH: models.path }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(process, 'exit')
  started.defer(async () => {
    process.stdin.end()
    await exited
  })
  const results = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
  const limit = pLimit(1)
  const all = started.move()

  const attempt: AwsCli['try'] = (args, region) =>
    limit(async () => {
      process.stdin.write(`${JSON.stringify(commandLine(endpoint, args, region))}\n`)
      const { done, value } = await results.next()
      if (done) throw new Error('The process of the AWS CLI ended.')
      return JSON.parse(value)
    })
  return {
    try: attempt,
    async run(args, region) {
      const { code, stdout, stderr } = await attempt(args, region)
      if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${code}: ${stderr}`)
      return stdout === '' ? undefined : JSON.parse(stdout)
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

const RUN_COMMANDS = `
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver
driver = create_clidriver()
for line in iter(sys.stdin.readline, ''):
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = driver.main(json.loads(line))
        except SystemExit as exit:
            code = exit.code
    print(json.dumps({'code': code, 'stdout': output.getvalue(), 'stderr': errors.getvalue()}), flush=True)
`

function commandLine(endpoint: string, args: readonly string[], region = REGION): readonly string[] {
  return ['--endpoint-url', endpoint, '--region', region, '--output', 'json', 'appstream', ...args]
}

/** Excludes the machine's own profiles and pager. */
function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
  }
}

/** Writes the emulator's service model in the format of the AWS CLI, whose own may lack operations. */
async function writeModels(): Promise<{ readonly path: string } & AsyncDisposable> {
  const models = await mkdtemp(join(tmpdir(), 'appstream-models-'))
  const folder = join(models, 'appstream', '2016-12-01')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'service-2.json'), JSON.stringify(botocoreModel()))
  return { path: models, [Symbol.asyncDispose]: () => rm(models, { recursive: true }) }
}

function botocoreModel() {
  const { targetPrefix, operations, shapes } = serviceModel
  const exceptions = new Set(Object.values(operations).flatMap(({ errors }) => errors))
  return {
    version: '2.0',
    metadata: {
      apiVersion: '2016-12-01',
      endpointPrefix: 'appstream2',
      jsonVersion: '1.1',
      protocol: 'json',
      serviceFullName: 'Amazon AppStream',
      serviceId: 'AppStream',
      signatureVersion: 'v4',
      signingName: 'appstream',
      targetPrefix,
    },
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, { input, output, errors }]) => [
        name,
        {
          name,
          http: { method: 'POST', requestUri: '/' },
          input: reference(input),
          output: reference(output),
          errors: errors.map(reference),
        },
      ]),
    ),
    shapes: {
      ...Object.fromEntries(
        Object.entries(shapes).map(([name, { members, member, key, value, ...shape }]) => [
          name,
          {
            ...shape,
            ...(members && {
              members: Object.fromEntries(Object.entries(members).map(([own, of]) => [own, reference(of)])),
            }),
            member: reference(member),
            key: reference(key),
            value: reference(value),
          },
        ]),
      ),
      ...Object.fromEntries(
        [...exceptions].map((name) => [name, { type: 'structure', members: {}, exception: true }]),
      ),
    },
  }
}

function reference(shape: string | undefined) {
  return shape === undefined ? undefined : { shape }
}
