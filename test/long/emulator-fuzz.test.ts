import { expect, test } from 'vitest'
import { serviceModel } from '../../src/emulator/model.ts'
import { operations } from '../../src/emulator/operations.ts'
import { startEmulator } from '../../src/emulator/server.ts'
import { authorization, send } from '../integration/emulator/client.ts'
import { seededRandom } from '../support/random.ts'
import { fitting, violationsOf } from '../unit/emulator/violations.ts'

const REQUESTS = 4_000
const NAMES = [
  'office-suite',
  'office-suite-v9',
  'golden-windows-v12',
  'hardened-windows-2022',
  'finance-production',
  'legacy-erp',
  'office',
  'corp.example.com',
  'secure-browsing',
  'secure-browser',
  'writers',
  'fuzzed',
  'x',
]
const USERS = ['mira.santos@example.com', 'rosa.vega@example.org', 'gone@example.com']
const SESSIONS = ['office-session-1', 'secure-browsing-session-2', 'gone']
const ACCOUNTS = ['123456789012', '210987654321', '345678901234']
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1']
/** Exceptions of operations whose model has none. */
const UNMODELLED: Readonly<Record<string, readonly string[]>> = {
  ListAssociatedFleets: ['ResourceNotFoundException'],
  ListAssociatedStacks: ['ResourceNotFoundException'],
  ExpireSession: ['ResourceNotFoundException'],
}
const JUNK = [null, true, 0, -1, 1.5, 1e300, '', ' ', '\u0000', 'x'.repeat(5_000), [], [null], {}, [[]]]

for (const seed of [1, 2, 3]) {
  test(`answers ${REQUESTS} valid and invalid requests like AWS (seed ${seed})`, async () => {
    await using emulator = await startEmulator()
    const random = seededRandom(seed)
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
    const outcomes = new Map<string, number>()

    /**
     * Returns an input that satisfies the model and names existing resources; occasionally with a mistake.
     */
    function inputOf(shapeName: string): unknown {
      const dice = random()
      if (dice < 0.1) return pick(violationsOf(shapeName))?.input ?? {}
      const account = pick(ACCOUNTS)
      const resource = `arn:aws:appstream:${pick(REGIONS)}:${account}:${pick(['image', 'image-builder', 'fleet', 'stack'])}/${pick(NAMES)}`
      const members = Object.entries<unknown>(Object(fitting(shapeName))).flatMap(([member, value]) => {
        if (random() < 0.5 && !serviceModel.shapes[shapeName]?.required?.includes(member)) return []
        if (dice < 0.2 && random() < 0.3) return [[member, pick(JUNK)]]
        if (/Arns?$/.test(member)) return [[member, Array.isArray(value) ? [resource] : resource]]
        if (member === 'UserName') return [[member, pick(USERS)]]
        if (member === 'SessionId') return [[member, pick(SESSIONS)]]
        if (/Names?$/i.test(member)) return [[member, Array.isArray(value) ? [pick(NAMES)] : pick(NAMES)]]
        if (/AccountId$/.test(member)) return [[member, account]]
        if (/Region$/.test(member)) return [[member, pick(REGIONS)]]
        return member === 'NextToken' ? [] : [[member, value]]
      })
      return Object.fromEntries(members)
    }

    for (let request = 0; request < REQUESTS; request++) {
      const isImplemented = random() < 0.8
      const operation = pick(Object.keys(isImplemented ? operations : serviceModel.operations))
      const input = inputOf(serviceModel.operations[operation]?.input ?? '')
      const header = authorization(pick(ACCOUNTS), pick(REGIONS))
      const answer = await send(emulator, operation, JSON.stringify(input), { authorization: header })
      const what = JSON.stringify({ operation, input, answer })
      expect(answer.headers.get('x-amzn-requestid'), what).not.toBeNull()
      expect([answer.status, answer.type === undefined], what).toEqual([
        answer.type === undefined ? 200 : 400,
        answer.status === 200,
      ])
      if (answer.type !== undefined) expect(answer.message, what).toBeTruthy()
      const modelled = UNMODELLED[operation] ?? serviceModel.operations[operation]?.errors ?? []
      const general = [
        'ValidationException',
        'SerializationException',
        'UnknownOperationException',
        // AWS returns it for users of other types than USERPOOL.
        'InvalidParameterValueException',
      ]
      if (answer.type !== undefined) expect([...modelled, ...general], what).toContain(answer.type)
      outcomes.set(answer.type ?? 'done', (outcomes.get(answer.type ?? 'done') ?? 0) + 1)
      if (random() < 0.05) emulator.advance(Math.floor(random() * 20_000))
    }
    expect(outcomes.get('done')).toBeGreaterThan(REQUESTS / 20)
    expect(outcomes.size).toBeGreaterThan(6)
  })
}
