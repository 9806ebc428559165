import { expect, test } from 'vitest'
import { UpstreamError } from '../../../../src/appstream/errors/exceptions.ts'
import { withoutPersonalText } from '../../../../src/appstream/errors/personal-data.ts'
import { serviceModel } from '../../../../src/emulator/model.ts'

const PERSONAL = /^(UserId|UserName|FirstName|LastName|UserArn)$/
/** Their requests name a session, whose user AWS knows. */
const OF_A_SESSION = ['DrainSessionInstance', 'ExpireSession']

/** Returns whether a shape names people, itself or within. */
function namesPeople(name: string | undefined, above: readonly string[] = []): boolean {
  if (name === undefined || above.includes(name)) return false
  const shape = serviceModel.shapes[name]
  if (shape === undefined) return false
  const members = Object.entries(shape.members ?? {})
  const within = [...members.map(([, member]) => member), shape.member]
  return (
    members.some(([member]) => PERSONAL.test(member)) ||
    within.some((member) => namesPeople(member, [...above, name]))
  )
}

test.each(
  Object.entries(serviceModel.operations).map(
    ([name, { input, output }]) =>
      [name, namesPeople(input) || namesPeople(output) || OF_A_SESSION.includes(name)] as const,
  ),
)('the error of %s is logged without its text: %s', (operation, isWithheld) => {
  const error = new Error('No ann@example.com.')
  const logged = withoutPersonalText(operation, error)
  expect(logged === error).toBe(!isWithheld)
  expect(String(logged instanceof Error && logged.stack).includes('ann@')).toBe(!isWithheld)
})

test('an upstream error hides the text of AWS from loggers', () => {
  const exception = Object.assign(new Error('No ann@example.com.'), {
    name: 'InternalFailureException',
    $metadata: { httpStatusCode: 500, requestId: 'id' },
  })
  const error = new UpstreamError('CreateUser', exception)
  expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', awsRequestId: 'id' })
  expect(error.awsMessage).toBe('No ann@example.com.')
  expect(JSON.stringify({ ...error, cause: String(error.cause), text: String(error) })).not.toContain('ann@')
})
