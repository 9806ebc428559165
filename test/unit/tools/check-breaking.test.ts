import { expect, test } from 'vitest'
import { undeclaredChanges } from '../../../src/tools/check-breaking.ts'

const RELEASED = 'type Query { image(name: String): Image } type Image { name: String! state: String }'
const REMOVED = "Field 'state' was removed from object type 'Image'"

test.each([
  ['nothing changed', RELEASED, [], []],
  ['a field was added', RELEASED.replace('state: String', 'state: String rawState: String'), [], []],
  ['a field was removed', RELEASED.replace('state: String', ''), [], [`breaks clients: ${REMOVED}`]],
  ['a removal is declared', RELEASED.replace('state: String', ''), [REMOVED], []],
  [
    'a removal is declared that is none',
    RELEASED,
    [REMOVED],
    [`declared, but not a breaking change: ${REMOVED}`],
  ],
  [
    'a field became nullable',
    RELEASED.replace('name: String!', 'name: String'),
    [],
    ["breaks clients: Field 'Image.name' changed type from 'String!' to 'String'"],
  ],
  [
    'an argument became required',
    RELEASED.replace('name: String)', 'name: String!)'),
    [],
    ["breaks clients: Type for argument 'name' on field 'Query.image' changed from 'String' to 'String!'"],
  ],
])('%s', async (_what, current, declared, problems) => {
  const declarations = declared.map((change) => ({ change, why: 'it is meant to be so' }))
  expect(await undeclaredChanges(RELEASED, current, declarations)).toEqual(problems)
})

test('a declaration has to say why', async () => {
  await expect(undeclaredChanges(RELEASED, RELEASED, [{ change: REMOVED, why: '' }])).rejects.toThrow(/why/)
})
