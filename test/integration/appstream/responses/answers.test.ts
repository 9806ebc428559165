import { expect, test } from 'vitest'
import { imageBuilderKind } from '../../../../src/schema/image-builder/kind.ts'
import { startFront } from '../../../support/clients/intermediary.ts'
import { ACCOUNT } from '../../../support/gateway.ts'
import { failureOf, startCompany, stubOwnCredentials } from '../credentials/roles/support.ts'

const withoutRoles = { roleArns: [], operateRoleArns: [], sessionTags: false, accountId: ACCOUNT }
const retry = { maxAttempts: 2, baseDelayMs: 1 }

stubOwnCredentials()

test.each([
  ['<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>', 'UPSTREAM_THROTTLED', 2],
  ['<AccessDeniedException/>', 'UPSTREAM_ACCESS_DENIED', 1],
  ['<ErrorResponse><Error><Code>SomethingNew</Code></Error></ErrorResponse>', 'UPSTREAM_REJECTED', 1],
  ['<html>Forbidden</html>', 'UPSTREAM_UNREADABLE', 1],
])('classifies the XML error %s as %s', async (body, code, requests) => {
  await using company = await startCompany()
  await using aws = await startFront(company.emulator.url, { refuse: () => ({ status: 400, body }) })
  await using rejected = await startCompany({ ...withoutRoles, endpoint: aws.url, retry })

  expect(await failureOf(rejected.target.reader.listAll(imageBuilderKind.listing))).toMatchObject({ code })
  expect(aws.requests).toHaveLength(requests)
})
