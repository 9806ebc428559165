import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { imageBuilderKind } from '../../../../src/schema/image-builder/kind.ts'
import { startMain } from '../../../support/main.ts'
import { failureOf, startCompany, stubOwnCredentials } from './roles/support.ts'

stubOwnCredentials()

const withoutRoles = { roleArns: [], operateRoleArns: [], sessionTags: false }
let home = ''

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'appstream-graphql-'))
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
})
afterEach(() => rm(home, { recursive: true }))

test('names a failing container endpoint and recovers with it', async () => {
  let status = 500
  const server = createServer((_request, response) => {
    const body = {
      AccessKeyId: '345678901234',
      SecretAccessKey: 'any',
      Token: 't',
      Expiration: '2100-01-01T00:00:00Z',
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await using _stopped = { [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/`)
  const causes: unknown[] = []
  await using company = await startCompany({ ...withoutRoles, onCall: ({ cause }) => causes.push(cause) })
  const error = await failureOf(company.target.reader.listAll(imageBuilderKind.listing))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: true, mayHaveRun: false })
  expect(error.message).toContain('the container credentials endpoint')
  expect(causes).toEqual([expect.stringContaining('the container credentials endpoint failed')])
  status = 200
  expect(await company.target.reader.listAll(imageBuilderKind.listing)).toHaveLength(1)
})

test('names the hanging credential_process and fails fast the next time', async () => {
  const process = join(home, 'credentials.sh')
  await writeFile(join(home, 'config'), `[profile hangs]\ncredential_process = sh ${process}\n`)
  await writeFile(process, 'exec sleep 20')
  vi.stubEnv('AWS_PROFILE', 'hangs')
  await using company = await startCompany({
    ...withoutRoles,
    // Long enough for the second call on a busy machine.
    deadlines: { callMs: 5000, listingMs: 30_000 },
  })
  const error = await failureOf(company.target.reader.listAll(imageBuilderKind.listing))
  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: true })
  expect(error.message).toContain('the credential_process of the AWS profile did not respond in time')

  await writeFile(process, `echo '{"Version":1,"AccessKeyId":"345678901234","SecretAccessKey":"any"}'`)
  expect(await company.target.reader.listAll(imageBuilderKind.listing)).toHaveLength(1)
})

test('keeps the stderr of a credential_process out of the error', async () => {
  await writeFile(
    join(home, 'config'),
    `[profile p]\ncredential_process = sh -c "echo hunter2 >&2; exit 3"\n`,
  )
  vi.stubEnv('AWS_PROFILE', 'p')
  const causes: unknown[] = []
  await using company = await startCompany({ ...withoutRoles, onCall: ({ cause }) => causes.push(cause) })
  const error = await failureOf(company.target.reader.listAll(imageBuilderKind.listing))

  expect(error.retryable).toBe(true)
  expect(causes).toEqual([expect.stringContaining('Command failed: sh')])
  expect(`${error.message} ${causes}`).not.toContain('hunter2')
})

test.each([
  ['with a missing source profile', 'role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = missing'],
  ['without credentials', 'region = us-east-1'],
  ['with itself as source profile', 'role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = p'],
])('names the AWS profile %s', async (_what, settings) => {
  await writeFile(join(home, 'config'), `[profile p]\n${settings}\n`)
  vi.stubEnv('AWS_PROFILE', 'p')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  await using company = await startCompany(withoutRoles)
  const error = await failureOf(company.target.reader.listAll(imageBuilderKind.listing))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: false })
  expect(error.message).toContain(': the AWS profile failed')
})

test('names the web identity token when STS cannot be reached', async () => {
  await writeFile(join(home, 'token'), 'token')
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(home, 'token'))
  vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/x')
  vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:9')
  await using company = await startCompany(withoutRoles)
  const error = await failureOf(company.target.reader.listAll(imageBuilderKind.listing))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: true })
  expect(error.message).toContain(': the web identity token failed')
})

test('reports a missing SSO login as not retryable, with its remedy', async () => {
  await writeFile(
    join(home, 'config'),
    '[profile s]\nsso_session = my\nsso_account_id = 123456789012\nsso_role_name = ro\n[sso-session my]\nsso_region = us-east-1\nsso_start_url = https://my.example/start\n',
  )
  vi.stubEnv('AWS_PROFILE', 's')
  vi.stubEnv('HOME', home)
  const causes: unknown[] = []
  await using company = await startCompany({ ...withoutRoles, onCall: ({ cause }) => causes.push(cause) })
  const error = await failureOf(company.target.reader.listAll(imageBuilderKind.listing))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: false })
  expect(error.message).not.toContain('aws sso login')
  expect(causes).toEqual([expect.stringContaining('aws sso login')])
})

test('reports missing credentials at start-up', async () => {
  await using main = startMain([], {
    PORT: '0',
    UPSTREAM: 'aws',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  })
  await main.ready(/^(\S+) is listening, but not ready\. /)
  await main.stop('SIGTERM')

  expect(main.stdout()).toContain('(https://appstream2.us-east-1.amazonaws.com). Problems: ')
  expect(main.stdout()).toContain('No AWS credentials found')
  expect(main.stderr()).toContain('no credentials found: Could not load credentials from any providers')
})
