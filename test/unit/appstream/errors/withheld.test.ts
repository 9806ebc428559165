import { describe, expect, test } from 'vitest'
import { withoutPersonalText } from '../../../../src/appstream/errors/personal-data.ts'
import { withoutSecrets } from '../../../../src/appstream/errors/withheld.ts'
import { serviceModel } from '../../../../src/emulator/model.ts'
import { sample, shapeOf } from '../../../support/model.ts'

const PASSWORD = 'S3cret"pass\\word <é> 42'
const REQUEST = {
  DirectoryName: 'corp.example.com',
  ServiceAccountCredentials: { AccountName: 'CORP\\join', AccountPassword: PASSWORD },
}

function shownFor(text: string, request: object = REQUEST, cause?: unknown): string {
  const error = withoutSecrets(new Error(text, { cause }), request)
  return error instanceof Error ? [error.message, error.stack, error.cause].join('\n') : ''
}

describe('withholds a text that repeats a secret', () => {
  test.each([
    ['as it is', PASSWORD],
    ['in JSON', JSON.stringify(PASSWORD)],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(PASSWORD))],
    ['in JSON in ASCII', JSON.stringify(PASSWORD).replace('é', '\\u00e9')],
    ['in a URL', encodeURIComponent(PASSWORD)],
    ['in XML', PASSWORD.replace('"', '&quot;').replace('<é>', '&lt;&#233;&#x3e;')],
    ['in another case', PASSWORD.toUpperCase()],
    ['truncated', `${PASSWORD.slice(0, 8)}…`],
    ['without its start', `…${PASSWORD.slice(-16)}`],
  ])('%s', (_, repeated) => {
    expect(shownFor(`Value '${repeated}' is not valid.`)).not.toContain('Value')
  })

  test('in a cause of the cause', () => {
    const cause = new Error('Failed.', { cause: new Error(`No ${PASSWORD}.`) })
    expect(shownFor('Failed.', REQUEST, cause)).not.toContain('Failed')
  })

  test('that is too short to be repeated in part', () => {
    const request = { AppCatalogConfig: [{ Name: 'Ox', LaunchParameters: '!?' }] }
    expect(shownFor('Application ox: no.', request)).not.toContain('Application')
    expect(shownFor('Invalid: !?', request)).not.toContain('Invalid')
    expect(shownFor('No such role.', request)).toContain('No such role.')
  })

  test('that is too long to be compared', () => {
    expect(shownFor('x'.repeat(100_001))).not.toContain('xx')
  })
})

test('keeps a text that shares ordinary words with the paths of an application', () => {
  const request = { AppCatalogConfig: [{ Name: 'Notes', AbsoluteAppPath: 'C:\\Windows\\notepad.exe' }] }
  expect(shownFor('The AMI must be a Windows image.', request)).toContain('Windows image')
  expect(shownFor('No file C:/windows/notepad.exe.', request)).not.toContain('No file')
})

test('keeps a text that repeats other members', () => {
  expect(shownFor('CORP\\join cannot join corp.example.com.')).toContain('CORP\\join')
  expect(shownFor(`No ${PASSWORD}.`, { DirectoryName: 'corp.example.com' })).toContain(PASSWORD)
})

/** Sensitive members of requests that the API shows: callers name this account, and read it again. */
const SHOWN = ['AccountName']
const TEXT = 'Sensitive7text'

/** Returns true if a shape is or contains sensitive text. */
function isSensitive(name: string, above: readonly string[] = []): boolean {
  if (above.includes(name)) return false
  const { sensitive = false, members = {}, member } = shapeOf(name)
  const inner = [...Object.values(members), ...(member === undefined ? [] : [member])]
  return (sensitive && !SHOWN.includes(name)) || inner.some((of) => isSensitive(of, [...above, name]))
}

const sensitiveInputs = Object.entries(serviceModel.operations).flatMap(([operation, { input }]) =>
  input !== undefined && isSensitive(input) ? [[operation, input] as const] : [],
)

test.each(sensitiveInputs)('%s: no sensitive member appears in its errors', (operation, input) => {
  const request = sample(input, (_, shape) =>
    shapeOf(shape).type === 'string' && (isSensitive(shape) || shape === 'AppName') ? TEXT : undefined,
  )
  const error = withoutSecrets(new Error(`Invalid: ${TEXT}.`), Object(request))
  expect(String(withoutPersonalText(operation, error))).not.toContain(TEXT)
})
