import { expect, test } from 'vitest'
import { keepCredentials } from '../../../../src/appstream/credentials/credential-cache.ts'

const MINUTE_MS = 60_000

/** Creates credentials valid for an hour from `now` of a manual clock; the key identifies them. */
function createSource() {
  const source = { now: 0, obtained: 0, fails: false, failures: 0 }
  const credentials = keepCredentials(
    async () => {
      source.obtained++
      if (source.fails) throw new Error('denied')
      const accessKeyId = String(source.obtained)
      return { accessKeyId, secretAccessKey: '', expiration: new Date(source.now + 60 * MINUTE_MS) }
    },
    { now: () => source.now, onRenewalFailed: () => source.failures++ },
  )
  return { source, credentials }
}

test('renews credentials in the background five minutes before they expire', async () => {
  const { source, credentials } = createSource()
  await credentials()
  source.now = 55 * MINUTE_MS - 1
  expect(await credentials()).toMatchObject({ accessKeyId: '1' })
  source.now = 55 * MINUTE_MS
  expect(await credentials()).toMatchObject({ accessKeyId: '1' })
  expect(await credentials()).toMatchObject({ accessKeyId: '2' })
})

test('waits for new credentials in the last minute', async () => {
  const { source, credentials } = createSource()
  await credentials()
  source.now = 59 * MINUTE_MS

  expect(await credentials()).toMatchObject({ accessKeyId: '2' })
})

test.each([55, 59.5])('uses valid credentials when a renewal fails after %s minutes', async (minutes) => {
  const { source, credentials } = createSource()
  await credentials()
  source.fails = true
  source.now = minutes * MINUTE_MS
  expect(await credentials()).toMatchObject({ accessKeyId: '1' })
  expect(await credentials()).toMatchObject({ accessKeyId: '1' })
  expect(source).toMatchObject({ obtained: 2, failures: 1 })

  source.now += 10_000
  source.fails = false
  await credentials()
  expect(await credentials()).toMatchObject({ accessKeyId: '3' })
})

test('fails once the old credentials have expired', async () => {
  const { source, credentials } = createSource()
  await credentials()
  source.fails = true
  source.now = 60 * MINUTE_MS

  await expect(credentials()).rejects.toThrow('denied')
})

test('shares one renewal among concurrent callers', async () => {
  const { source, credentials } = createSource()
  await Promise.all([credentials(), credentials(), credentials()])
  source.now = 60 * MINUTE_MS
  await Promise.all([credentials(), credentials()])

  expect(source.obtained).toBe(2)
})

test('rejects all waiting callers on failure and does not cache it', async () => {
  const { source, credentials } = createSource()
  source.fails = true
  const outcomes = await Promise.allSettled([credentials(), credentials()])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  source.fails = false

  expect(await credentials()).toMatchObject({ accessKeyId: '2' })
})

test('loads credentials without an expiry only once', async () => {
  let obtained = 0
  const credentials = keepCredentials(
    async () => ({ accessKeyId: String(++obtained), secretAccessKey: '' }),
    { now: () => Number.MAX_SAFE_INTEGER },
  )
  await credentials()

  expect(await credentials()).toMatchObject({ accessKeyId: '1' })
})
