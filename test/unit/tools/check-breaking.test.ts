import { expect, test } from 'vitest'
import { undeclaredChanges } from '../../../src/tools/check-breaking.ts'

const RELEASED = 'type Query { image(name: String): Image } type Image { name: String! state: String }'
const REMOVED = "Field 'state' was removed from object type 'Image'"

test.each([
  ['accepts an unchanged schema', RELEASED, [], []],
  ['accepts an added field', RELEASED.replace('state: String', 'state: String rawState: String'), [], []],
  ['rejects a removed field', RELEASED.replace('state: String', ''), [], [`breaks clients: ${REMOVED}`]],
  ['accepts a declared removal', RELEASED.replace('state: String', ''), [REMOVED], []],
  [
    'rejects a declared change that did not happen',
    RELEASED,
    [REMOVED],
    [`declared, but not a breaking change: ${REMOVED}`],
  ],
  [
    'rejects a field that became nullable',
    RELEASED.replace('name: String!', 'name: String'),
    [],
    ["breaks clients: Field 'Image.name' changed type from 'String!' to 'String'"],
  ],
  [
    'rejects an argument that became required',
    RELEASED.replace('name: String)', 'name: String!)'),
    [],
    ["breaks clients: Type for argument 'name' on field 'Query.image' changed from 'String' to 'String!'"],
  ],
])('%s', async (_what, current, declared, problems) => {
  const declarations = declared.map((change) => ({ change, why: 'it is meant to be so' }))
  expect(await undeclaredChanges(RELEASED, current, declarations)).toEqual(problems)
})

test('requires a reason in every declaration', async () => {
  await expect(undeclaredChanges(RELEASED, RELEASED, [{ change: REMOVED, why: '' }])).rejects.toThrow(/why/)
})
