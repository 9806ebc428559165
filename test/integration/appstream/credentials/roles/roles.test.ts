import { describe, expect, test } from 'vitest'
import { CALLER_TAG } from '../../../../../src/appstream/credentials/role-session.ts'
import { imageBuilderKind } from '../../../../../src/schema/image-builder/kind.ts'
import { ACCOUNT } from '../../../../support/gateway.ts'
import {
  change,
  OPERATOR,
  OTHER_ACCOUNT,
  OWN_KEY,
  READER,
  roleArn,
  startCompany,
  stubOwnCredentials,
} from './support.ts'

stubOwnCredentials()

describe('separate roles for reads and changes', () => {
  test('assume the read role once, without naming a caller', async () => {
    await using company = await startCompany()
    const { reader } = company.target
    await Promise.all([
      reader.listAll(imageBuilderKind.listing),
      reader.listImages('PRIVATE'),
      reader.listAll(imageBuilderKind.listing),
    ])

    expect(company.sts.assumptions).toMatchObject([
      { roleArn: READER, sessionName: 'appstream-graphql', tags: {}, accessKeyId: OWN_KEY },
    ])
  })

  test('assume the operate role per caller, visible to AWS, for changes', async () => {
    await using company = await startCompany()
    await change(company.target, 'alice@example.com')
    await company.target.reader.listAll(imageBuilderKind.listing)
    const [operate, read] = company.sts.assumptions

    expect([operate, read]).toMatchObject([
      {
        roleArn: OPERATOR,
        sessionName: 'alice@example.com',
        tags: { [CALLER_TAG]: 'alice@example.com' },
        accessKeyId: OWN_KEY,
      },
      { roleArn: READER, tags: {} },
    ])
    expect(company.emulator.calls.all).toMatchObject([
      { operation: 'TagResource', accountId: ACCOUNT, sessionToken: operate?.sessionToken },
      { operation: 'DescribeImageBuilders', accountId: ACCOUNT, sessionToken: read?.sessionToken },
    ])
  })

  test("share a caller's session between changes and creations", async () => {
    await using company = await startCompany()
    company.emulator.region('us-east-1').putImage({ Name: 'golden', Platform: 'WINDOWS_SERVER_2022' })
    await change(company.target, 'alice')
    await company.target
      .writer({ caller: 'alice' })
      .call(
        'CreateImageBuilder',
        { Name: 'fresh', ImageName: 'golden', InstanceType: 'stream.standard.medium' },
        { once: true },
      )

    expect(company.sts.assumptions).toHaveLength(1)
  })

  test("use each account's operate role, or its read role without one", async () => {
    await using company = await startCompany({
      roleArns: [READER, roleArn('reader', OTHER_ACCOUNT), roleArn('reader', OWN_KEY)],
      operateRoleArns: [roleArn('operator', OTHER_ACCOUNT), OPERATOR],
    })
    for (const target of company.targets) await change(target, 'alice')

    expect(company.sts.assumptions.map((assumption) => assumption.roleArn)).toEqual([
      OPERATOR,
      roleArn('operator', OTHER_ACCOUNT),
      roleArn('reader', OWN_KEY),
    ])
    expect(company.sts.assumptions.map(({ tags }) => tags[CALLER_TAG])).toEqual(['alice', 'alice', 'alice'])
    expect(company.emulator.calls.all.map(({ accountId }) => accountId)).toEqual([
      ACCOUNT,
      OTHER_ACCOUNT,
      OWN_KEY,
    ])
  })

  test('combine default credentials for reads with an operate role', async () => {
    await using company = await startCompany({
      roleArns: [],
      operateRoleArns: [roleArn('operator', OWN_KEY)],
    })
    await company.target.reader.listAll(imageBuilderKind.listing)
    await change(company.target, 'alice')

    expect(company.target.accountId).toBe(OWN_KEY)
    expect(company.sts.assumptions).toMatchObject([{ roleArn: roleArn('operator', OWN_KEY) }])
    const tokens = company.emulator.calls.all.map(({ sessionToken }) => sessionToken)
    expect(tokens).toEqual([undefined, company.sts.assumptions[0]?.sessionToken])
  })
})

describe('without session tags', () => {
  test('all callers share one anonymous assumption of the operate role', async () => {
    await using company = await startCompany({ sessionTags: false })
    await Promise.all(['alice', 'bob', 'alice'].map((caller) => change(company.target, caller)))

    expect(company.sts.assumptions).toMatchObject([
      { roleArn: OPERATOR, sessionName: 'appstream-graphql', tags: {} },
    ])
  })

  test('reads and changes share the only role', async () => {
    await using company = await startCompany({ sessionTags: false, operateRoleArns: [] })
    await company.target.reader.listAll(imageBuilderKind.listing)
    await Promise.all(['alice', 'bob'].map((caller) => change(company.target, caller)))

    expect(company.sts.assumptions).toMatchObject([{ roleArn: READER }])
  })

  test('STS is not called without a role', async () => {
    await using company = await startCompany({ sessionTags: false, roleArns: [], operateRoleArns: [] })
    await company.target.reader.listAll(imageBuilderKind.listing)
    await change(company.target, 'alice')

    expect(company.sts.assumptions).toEqual([])
    expect(company.emulator.calls.all.map(({ accountId }) => accountId)).toEqual([OWN_KEY, OWN_KEY])
  })
})

describe('sessions per caller', () => {
  test('differ for two callers', async () => {
    await using company = await startCompany()
    await Promise.all(['alice', 'bob'].map((caller) => change(company.target, caller)))

    expect(company.sts.assumptions.map(({ sessionName }) => sessionName).toSorted()).toEqual(['alice', 'bob'])
    const tokens = company.emulator.calls.all.map(({ sessionToken }) => sessionToken)
    expect(new Set(tokens)).toEqual(new Set(company.sts.assumptions.map(({ sessionToken }) => sessionToken)))
  })

  test('are shared by two calls of one caller', async () => {
    await using company = await startCompany()
    await change(company.target, 'alice')
    await change(company.target, 'alice')

    expect(company.sts.assumptions).toHaveLength(1)
    expect(company.emulator.calls.count('TagResource')).toBe(2)
  })

  test('are assumed once for 20 concurrent changes of a caller', async () => {
    await using company = await startCompany()
    await Promise.all(Array.from({ length: 20 }, () => change(company.target, 'alice')))

    expect(company.sts.assumptions).toHaveLength(1)
    expect(company.emulator.calls.count('TagResource')).toBe(20)
  })

  test('differ per region', async () => {
    await using company = await startCompany({ regions: ['us-east-1', 'eu-west-1'] })
    company.emulator.region('eu-west-1', ACCOUNT).putImageBuilder({ Name: 'desk' })
    for (const target of company.targets) await change(target, 'alice')

    expect(company.sts.assumptions).toHaveLength(2)
  })

  test('are renewed in the last minute of their credentials, not before', async () => {
    await using company = await startCompany()
    company.sts.answer = { grantForMs: 50_000 }
    await change(company.target, 'alice')
    // The SDK requests the first credentials more than once, because they are about to expire.
    const before = company.sts.assumptions.length
    company.sts.answer = { grantForMs: 60 * 60_000 }
    await change(company.target, 'alice')
    await change(company.target, 'alice')

    expect(company.sts.assumptions).toHaveLength(before + 1)
    const [, ...last] = company.emulator.calls.all.map(({ sessionToken }) => sessionToken)
    const token = company.sts.assumptions.at(-1)?.sessionToken
    expect(last).toEqual([token, token])
  })
})

test('use the external id with every role', async () => {
  await using company = await startCompany({ externalId: 'acme/1' })
  await company.target.reader.listAll(imageBuilderKind.listing)
  await change(company.target, 'alice')

  expect(company.sts.assumptions).toMatchObject([
    { roleArn: READER, externalId: 'acme/1' },
    { roleArn: OPERATOR, externalId: 'acme/1' },
  ])
})

test.each([
  [
    'has characters AWS rejects',
    'auth0|Zoë <zoë@example.com>\n',
    /^auth0-Zo---zo-@example\.com---[\da-f]{12}$/,
  ],
  ['has 2,000 characters', 'x'.repeat(2000), /^x{51}-[\da-f]{12}$/],
  ['is one character', 'x', /^x-[\da-f]{12}$/],
  ['is empty', '', /^-[\da-f]{12}$/],
])('name a caller whose subject %s, within AWS limits', async (_what, caller, sessionName) => {
  await using company = await startCompany()
  await change(company.target, caller)

  expect(company.sts.assumptions).toMatchObject([{ sessionName: expect.stringMatching(sessionName) }])
  expect(company.emulator.calls.count('TagResource')).toBe(1)
})
