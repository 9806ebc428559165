import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
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
  const options = ['--endpoint-url', endpoint, '--region', region, '--output', 'json']
  const { stdout } = await run(path, [...options, 'appstream', ...args], {
    // Excludes the machine's own profiles and pager.
    env: {
      PATH: process.env['PATH'],
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
    },
  })
  return stdout === '' ? undefined : JSON.parse(stdout)
}
