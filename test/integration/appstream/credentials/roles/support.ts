import { afterEach, beforeEach, vi } from 'vitest'
import { isUpstreamError, type UpstreamError } from '../../../../../src/appstream/errors/exceptions.ts'
import type { Target } from '../../../../../src/appstream/target.ts'
import { createTargets, type TargetsOptions } from '../../../../../src/appstream/targets.ts'
import { type Emulator, emptySeed, startEmulator } from '../../../../../src/emulator/server.ts'
import { ACCOUNT, REGION } from '../../../../support/gateway.ts'
import { type Sts, startSts } from '../../../../support/sts.ts'

/** Access key of the gateway in these tests, which has its own account. */
export const OWN_KEY = '345678901234'
export const OWN_SECRET = 'known-to-the-gateway'
export const OTHER_ACCOUNT = '210987654321'
export const READER = roleArn('reader')
export const OPERATOR = roleArn('operator')

/** Returns the ARN of a role in the served account or another one. */
export function roleArn(name: string, account = ACCOUNT): string {
  return `arn:aws:iam::${account}:role/appstream/${name}`
}

/** Restricts the credentials that the SDK finds to the environment of this process. */
export function stubOwnCredentials(): void {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', OWN_KEY)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', OWN_SECRET)
    vi.stubEnv('AWS_SESSION_TOKEN', undefined)
    vi.stubEnv('AWS_PROFILE', undefined)
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  })
  afterEach(() => vi.unstubAllEnvs())
}

/** Targets in front of an emulator and an STS stub. */
export interface Company extends AsyncDisposable {
  readonly emulator: Emulator
  readonly sts: Sts
  readonly targets: readonly Target[]
  /** First target: {@link ACCOUNT} in {@link REGION}, with the running builder `desk`. */
  readonly target: Target
  /** Closes only the targets. */
  close(): void
}

/** Starts the targets, with {@link READER} and {@link OPERATOR} by default. */
export async function startCompany(options: Partial<TargetsOptions> = {}): Promise<Company> {
  await using started = new AsyncDisposableStack()
  const emulator = started.use(await startEmulator({ seed: emptySeed }))
  const sts = started.use(await startSts())
  for (const account of [ACCOUNT, OTHER_ACCOUNT, OWN_KEY]) {
    emulator.region(REGION, account).putImageBuilder({ Name: 'desk', State: 'RUNNING' })
  }
  const targets = createTargets({
    kind: 'aws',
    regions: [REGION],
    roleArns: [READER],
    operateRoleArns: [OPERATOR],
    sessionTags: true,
    endpoint: emulator.url,
    stsEndpoint: sts.url,
    retry: { maxAttempts: 3, baseDelayMs: 1 },
    deadlines: { callMs: 30_000, listingMs: 30_000 },
    ...options,
  })
  started.defer(() => targets.close())
  const [target] = targets.all
  if (target === undefined) throw new Error('No target configured.')
  const running = started.move()
  return {
    emulator,
    sts,
    targets: targets.all,
    target,
    close: () => targets.close(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Performs a repeatable change: tags the builder that every account has. */
export function change(target: Target, caller: string) {
  const arn = `arn:aws:appstream:${target.region}:${target.accountId ?? OWN_KEY}:image-builder/desk`
  return target.writer({ caller }).call('TagResource', { ResourceArn: arn, Tags: { by: 'test' } })
}

/** Returns the UpstreamError of a call; fails the test on success or any other error. */
export async function failureOf(call: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isUpstreamError(error)) throw new Error('Expected an UpstreamError.', { cause: error })
  return error
}
