import { expect, test } from 'vitest'
import { environment } from '../../../src/config/environment.ts'
import { readPage } from '../../support/readme.ts'
import { documentedCodes } from './codes.ts'

const page = readPage('docs/limits.md')

test('lists every limit with its default and an existing code', () => {
  const rows = [...page.text.matchAll(/^\| [^`|]+ \| `(\w+)` \| `(\d+)`[^|]* \| `(\w+)`/gm)]
  const defaults = environment.parse({})

  expect(rows.map(([, variable]) => variable).toSorted()).toEqual(
    Object.keys(defaults)
      .filter((name) => /^MAX_(?!STALENESS)|^(QUERY|MUTATION)_TIMEOUT_MS$|^WS_MAX_UNINITIALIZED/.test(name))
      .toSorted(),
  )
  for (const [, variable, value, code] of rows) {
    expect(defaults).toHaveProperty([variable ?? ''], Number(value))
    expect(documentedCodes()).toContain(code)
  }
})
