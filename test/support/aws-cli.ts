import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { serviceModel } from '../../src/emulator/model.ts'
import { ACCOUNT, REGION } from './gateway.ts'

const path = process.env['AWS_CLI_PATH'] ?? '/usr/bin/aws'

/** Reason why AWS CLI tests cannot run here; `undefined` if they can, and in CI, where they must run. */
export const skipReason: string | undefined =
  existsSync(path) || process.env['CI'] === 'true'
    ? undefined
    : `there is no AWS CLI at ${path}: install it (package awscli), or set AWS_CLI_PATH`

const run = promisify(execFile)

/**
 * Runs `aws appstream <args>` against an endpoint and returns its output. Rejects with its stderr on failure.
 */
export async function aws(endpoint: string, args: readonly string[], region = REGION): Promise<unknown> {
  const { stdout } = await run(path, commandLine(endpoint, args, region), { env: environment() })
  return stdout === '' ? undefined : JSON.parse(stdout)
}

/** Same, with the emulator's service model: that of the installed CLI may lack operations. */
export async function awsOfModel(endpoint: string, args: readonly string[]): Promise<unknown> {
  await using models = await writeModels()
  const env = { ...environment(), AWS_DATA_PATH: models.path }
  const { stdout } = await run(path, commandLine(endpoint, args), { env })
  return stdout === '' ? undefined : JSON.parse(stdout)
}

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

/** Result of a command of the AWS CLI. */
export interface CommandResult {
  readonly code: number
  readonly stderr: string
}

/** Runs many commands in one process of the AWS CLI, which takes a second to start. Uses the emulator's service model. */
export async function awsCommands(
  endpoint: string,
  commands: readonly (readonly string[])[],
): Promise<readonly CommandResult[]> {
  await using models = await writeModels()
  const [, python = 'python3'] = /^#!(\S+)/.exec(await readFile(path, 'utf8')) ?? []
  const running = run(python, ['-c', RUN_COMMANDS], {
    env: { ...environment(), AWS_DATA_PATH: models.path },
    maxBuffer: 16 * 1024 * 1024,
  })
  running.child.stdin?.end(JSON.stringify(commands.map((args) => commandLine(endpoint, args))))
  return JSON.parse((await running).stdout)
}

const RUN_COMMANDS = `
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver
driver = create_clidriver()
results = []
for arguments in json.load(sys.stdin):
    errors = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
        try:
            code = driver.main(arguments)
        except SystemExit as exit:
            code = exit.code
    results.append({'code': code, 'stderr': errors.getvalue()})
print(json.dumps(results))
`

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
