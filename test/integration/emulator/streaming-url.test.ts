import { CreateStreamingURLCommand, type CreateStreamingURLCommandInput } from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { control } from './control.ts'
import type { Estate } from './estate.ts'
import { pair, startStreaming } from './sessions.ts'

function createUrl({ client }: Estate, input: Partial<CreateStreamingURLCommandInput> = {}) {
  return client.send(new CreateStreamingURLCommand({ ...pair, UserId: 'user@example.com', ...input }))
}

describe('CreateStreamingURL', () => {
  test.each([
    [{ UserId: 'u' }, 'ValidationException'],
    [{ UserId: 'u'.repeat(33) }, 'ValidationException'],
    [{ UserId: 'two words' }, 'ValidationException'],
    [{ Validity: 0 }, 'ValidationException'],
    [{ Validity: 604_801 }, 'ValidationException'],
    [{ StackName: 'gone' }, 'ResourceNotFoundException'],
    [{ FleetName: 'gone' }, 'ResourceNotFoundException'],
    [{ FleetName: 'other' }, 'InvalidParameterCombinationException'],
    [{ ApplicationId: 'Desktop' }, 'InvalidParameterCombinationException'],
    [{ ApplicationId: 'Gone' }, 'ResourceNotFoundException'],
  ])('rejects %j with %s', async (input, name) => {
    await using estate = await startStreaming({ ImageName: 'base' })
    estate.home.putFleet({ Name: 'other' })
    expect((await exceptionOf(createUrl(estate, input))).name).toBe(name)
  })

  test.each(['STOPPED', 'STARTING', 'STOPPING'])('rejects a fleet that is %s', async (State) => {
    await using estate = await startStreaming({ State })
    expect(await exceptionOf(createUrl(estate))).toMatchObject({
      name: 'ResourceNotAvailableException',
      message: `The fleet fleet is ${State}. It must be RUNNING.`,
    })
  })

  test.each([
    [undefined, 60_000],
    [1, 1_000],
    [604_800, 604_800_000],
  ])('with validity %s expires after %i ms', async (Validity, afterMs) => {
    await using estate = await startStreaming()
    const { Expires } = await createUrl(estate, { Validity })
    expect(Expires).toEqual(new Date(estate.clock.now() + afterMs))
  })

  test('returns a new log-in of the user each time', async () => {
    await using estate = await startStreaming({ StreamView: 'DESKTOP' })
    const input = { ApplicationId: 'Desktop', SessionContext: 'ticket=1' }
    const urls = await Promise.all([createUrl(estate, input), createUrl(estate, input)])
    const [first, second] = urls.map(({ StreamingURL = '' }) => new URL(StreamingURL))
    expect(`${first?.origin}${first?.pathname}`).toBe(
      'https://appstream2.us-east-1.aws.amazon.com/authenticate',
    )
    const parameters = Buffer.from(first?.searchParams.get('parameters') ?? '', 'base64url').toString()
    expect(JSON.parse(parameters)).toMatchObject({
      awsAccountId: accountId,
      userId: 'user@example.com',
      applicationId: 'Desktop',
      sessionContext: 'ticket=1',
    })
    expect(first?.search).not.toBe(second?.search)
  })

  test('accepts an application of the image or of the Elastic fleet', async () => {
    await using estate = await startStreaming({ ImageName: 'base' })
    estate.home.putImage({ Name: 'base', Applications: [{ Name: 'Ledger' }] })
    await createUrl(estate, { ApplicationId: 'Ledger' })
    estate.home.putFleet({ Name: 'fleet', FleetType: 'ELASTIC' })
    estate.home.applications.put({ Name: 'Firefox' })
    expect((await exceptionOf(createUrl(estate, { ApplicationId: 'Firefox' }))).name).toBe(
      'ResourceNotFoundException',
    )
    estate.home.applicationFleets.add('Firefox', 'fleet')
    await createUrl(estate, { ApplicationId: 'Firefox' })
  })

  test('leaves no trace of the URL in the log of calls', async () => {
    await using estate = await startStreaming()
    const { StreamingURL = '' } = await createUrl(estate)
    const { body } = await control(estate.emulator, 'GET', '/calls')
    const shown = JSON.stringify([body, estate.emulator.calls.all])
    expect(shown).toContain('CreateStreamingURL')
    expect(shown).not.toContain(new URL(StreamingURL).search.slice(0, 60))
    expect(shown).not.toContain('authenticate')
  })
})
