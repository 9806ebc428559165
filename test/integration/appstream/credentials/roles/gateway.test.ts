import { expect, test, vi } from 'vitest'
import { CALLER_TAG } from '../../../../../src/appstream/credentials/role-session.ts'
import { STS_SECRET, type Sts, startSts } from '../../../../support/sts.ts'
import {
  CREATING,
  MUTATION_NAMES,
  MUTATIONS,
  startWorkshop,
  type Workshop,
} from '../../../schema/mutation/support.ts'
import { OPERATOR, OWN_SECRET, READER, stubOwnCredentials } from './support.ts'

stubOwnCredentials()

function startTaggingWorkshop(sts: Sts, onLog?: (line: string) => void): Promise<Workshop> {
  return startWorkshop({
    ...(onLog && { onLog }),
    env: {
      UPSTREAM: 'aws',
      AWS_REGION: 'us-east-1',
      AWS_ROLE_ARNS: READER,
      AWS_OPERATE_ROLE_ARNS: OPERATOR,
      AWS_SESSION_TAGS: 'true',
      AWS_ENDPOINT_URL_STS: sts.url,
    },
  })
}

test.each(MUTATION_NAMES)('sends %s with the operate role, named after its caller', async (name) => {
  await using sts = await startSts()
  await using workshop = await startTaggingWorkshop(sts)
  const { __typename } = await workshop.mutate(name)
  const operate = sts.assumptions.find(({ roleArn }) => roleArn === OPERATOR)

  expect(__typename).toMatch(/Payload$/)
  expect(operate).toMatchObject({ sessionName: 'anonymous', tags: { [CALLER_TAG]: 'anonymous' } })
  expect(workshop.calls(MUTATIONS[name].operation)).toMatchObject([{ sessionToken: operate?.sessionToken }])
})

test("sends every read, including a mutation's, with the read role", async () => {
  await using sts = await startSts()
  await using workshop = await startTaggingWorkshop(sts)
  await workshop.read(`{
    imageBuilders { nodes { name tags { key } image { name sharedWith { nodes { accountId } } tags { key } } } }
    images(filter: { visibilities: [PRIVATE, SHARED, PUBLIC] }) { nodes { name } }
  }`)
  await workshop.mutate('copyImage', MUTATIONS.copyImage.input, {
    select: '... on CopyImagePayload { image { state } }',
  })
  const byRole = Map.groupBy(
    workshop.emulator.calls.all,
    ({ sessionToken }) =>
      sts.assumptions.find((assumption) => assumption.sessionToken === sessionToken)?.roleArn,
  )

  expect([...byRole.keys()].toSorted()).toEqual([OPERATOR, READER])
  expect(byRole.get(OPERATOR)?.map(({ operation }) => operation)).toEqual(['CopyImage'])
  expect(byRole.get(READER)?.every(({ operation }) => /^(Describe|List)/.test(operation))).toBe(true)
})

test.each(MUTATION_NAMES)(
  '%s returns AppStreamAccessDeniedError for a denied role without calling AppStream',
  async (name) => {
    await using sts = await startSts()
    await using workshop = await startTaggingWorkshop(sts)
    sts.answer = { error: 'AccessDenied', status: 403 }

    expect(await workshop.mutate(name)).toMatchObject({
      __typename: 'AppStreamAccessDeniedError',
      code: 'ACCESS_DENIED',
      message: expect.stringMatching(/does not allow AssumeRole\.$/),
      retryable: false,
    })
    expect(workshop.emulator.calls.all).toEqual([])
  },
)

test.each(CREATING)('%s fails as retryable and is not sent while STS is down', async (name) => {
  await using sts = await startSts()
  await using workshop = await startTaggingWorkshop(sts)
  sts.answer = { error: 'InternalFailure', status: 500 }
  const { data, errors } = await workshop.send(name, MUTATIONS[name].input)

  expect(data).toBeNull()
  expect(errors).toMatchObject([
    {
      message: 'AWS was unreachable or returned a server error for AssumeRole. Retry later.',
      extensions: { code: 'UPSTREAM_CREDENTIALS', retryable: true },
    },
  ])
  expect(workshop.emulator.calls.all).toEqual([])
})

test('repeats a creation that failed on STS, under its client token', async () => {
  await using sts = await startSts()
  await using workshop = await startTaggingWorkshop(sts)
  const input = { ...MUTATIONS.createImageBuilder.input, clientToken: 'once' }
  sts.answer = { error: 'InternalFailure', status: 500 }
  await workshop.send('createImageBuilder', input)
  sts.answer = { grantForMs: 3_600_000 }

  expect(await workshop.mutate('createImageBuilder', input)).toMatchObject({
    __typename: 'CreateImageBuilderPayload',
  })
  expect(workshop.emulator.calls.count('CreateImageBuilder')).toBe(1)
})

test('reports a read with a denied role without naming the role', async () => {
  await using sts = await startSts()
  await using workshop = await startTaggingWorkshop(sts)
  sts.answer = { error: 'AccessDenied', status: 403 }
  const answer = await workshop.query('{ imageBuilders { totalCount } image(name: "golden") { name } }')

  expect(answer.errors).toHaveLength(2)
  for (const error of answer.errors ?? []) {
    expect(error).toMatchObject({ extensions: { code: 'UPSTREAM_ACCESS_DENIED', retryable: false } })
  }
  expect(JSON.stringify(answer)).not.toMatch(/arn:aws:iam|secret/)
})

test('serves the last snapshot while STS is down', async () => {
  await using sts = await startSts()
  // Credentials that expire before the next call.
  sts.answer = { grantForMs: 1 }
  await using workshop = await startTaggingWorkshop(sts)
  await workshop.read('{ imageBuilders { totalCount } }')
  sts.answer = { error: 'InternalFailure', status: 500 }
  workshop.clock.advance(10_000)
  const { data, extensions } = await workshop.query('{ imageBuilders { totalCount } }')

  expect(data).toEqual({ imageBuilders: { totalCount: 2 } })
  expect(extensions).toMatchObject({
    stale: [{ because: 'AWS was unreachable or returned a server error for AssumeRole. Retry later.' }],
  })
})

test('uses unexpired credentials while STS is down, and logs it', async () => {
  await using sts = await startSts()
  sts.answer = { grantForMs: 200_000 }
  const lines: string[] = []
  await using workshop = await startTaggingWorkshop(sts, (line) => lines.push(line))
  await workshop.read('{ imageBuilders { totalCount } }')
  sts.answer = { error: 'InternalFailure', status: 500 }
  workshop.clock.advance(10_000)
  const { data, extensions } = await workshop.query('{ imageBuilders { totalCount } }')

  expect(data).toEqual({ imageBuilders: { totalCount: 2 } })
  expect(extensions?.['stale']).toBeUndefined()
  await vi.waitFor(() => expect(lines.join('')).toContain('could not renew role credentials'), {
    timeout: 30_000,
  })
})

test('never logs credentials', async () => {
  await using sts = await startSts()
  const lines: string[] = []
  await using workshop = await startTaggingWorkshop(sts, (line) => lines.push(line))
  await workshop.mutate('stopImageBuilder')
  sts.answer = { error: 'InternalFailure', status: 500 }
  await workshop.query('{ imageBuilders { totalCount } }')
  const tokens = sts.assumptions.map(({ sessionToken }) => sessionToken)
  const log = lines.join('')

  expect(log).toContain('AssumeRole')
  for (const secret of [OWN_SECRET, STS_SECRET, ...tokens]) expect(log).not.toContain(secret)
})
