import { expect, test } from 'vitest'
import { serviceModel } from '../../../../src/emulator/model.ts'
import { sendOverBoth } from '../../../support/clients/both-transports.ts'
import { startGateway } from '../../../support/gateway.ts'
import { membersOf, shapeOf } from '../../../support/model.ts'
import { everyMutation, PERSON, SECRET } from './mutations.ts'
import { putSources } from './support.ts'

/** Returns the paths of members that are secret or personal according to the service model. */
function sensitivePaths(name: string, path: string, above: readonly string[] = []): string[] {
  if (above.includes(name)) return []
  const shape = shapeOf(name)
  if (shape.sensitive && shape.type === 'string') return [path]
  const inner = [...membersOf(name), ...(shape.member === undefined ? [] : [['', shape.member] as const])]
  return inner.flatMap(([member, of]) =>
    sensitivePaths(of, [path, member].filter(Boolean).join('.'), [...above, name]),
  )
}

/** Returns the paths of texts of this test in a request. */
function pathsOfNeedles(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.includes(SECRET) || value.includes(PERSON) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([member, inner]) =>
    pathsOfNeedles(inner, Array.isArray(value) ? path : `${path}.${member}`),
  )
}

test('every request member that the service model marks as sensitive is sent', async () => {
  await using gateway = await startGateway({ emulator: { behaviour: { visibleAfterMs: 0 } } })
  putSources(gateway)
  gateway.home.users.put({ UserName: `${PERSON}-known` })
  await sendOverBoth(gateway, {}, [
    ...everyMutation,
    { query: `{ appStreamUser(userName: "${PERSON}-known") { stacks { nodes { name } } } }` },
  ])
  const { all } = gateway.emulator.calls
  const sent = new Set(all.flatMap(({ operation, input }) => pathsOfNeedles(input, operation)))
  const sensitive = Object.entries(serviceModel.operations).flatMap(([operation, { input }]) =>
    input === undefined ? [] : sensitivePaths(input, operation),
  )
  const unsent = sensitive.filter((path) => !sent.has(path) && !path.endsWith('.AccountName'))
  expect(unsent).toEqual([])
  const withUrls = Object.entries(serviceModel.operations).flatMap(([operation, { output = '' }]) =>
    membersOf(output).some(([member]) => member === 'StreamingURL') ? [operation] : [],
  )
  expect(withUrls).toHaveLength(3)
  for (const operation of withUrls) {
    expect(all).toContainEqual(expect.objectContaining({ operation, status: 200 }))
  }
})
