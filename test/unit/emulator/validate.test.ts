import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { companySeed } from '../../../src/emulator/seed/company.ts'
import { createStore } from '../../../src/emulator/store.ts'
import { createValidator } from '../../../src/emulator/validate.ts'

const validate = createValidator(serviceModel.shapes)
const failed = 'failed to satisfy constraint:'

describe('model validation', () => {
  test.each([
    [
      'DescribeImagesRequest',
      { MaxResults: 26 },
      `Value '26' at 'maxResults' ${failed} Member must have value less than or equal to 25`,
    ],
    [
      'DescribeImagesRequest',
      { MaxResults: -1 },
      `Value '-1' at 'maxResults' ${failed} Member must have value greater than or equal to 0`,
    ],
    [
      'DescribeImagesRequest',
      { NextToken: '' },
      `Value '' at 'nextToken' ${failed} Member must have length greater than or equal to 1`,
    ],
    [
      'DescribeImagesRequest',
      { Type: 'SECRET' },
      `Value 'SECRET' at 'type' ${failed} Member must satisfy enum value set: [PUBLIC, PRIVATE, SHARED]`,
    ],
    [
      'DescribeImagesRequest',
      { Names: ['a', ''] },
      `Value '[a, ]' at 'names' ${failed} Member must satisfy constraint: [Member must have length greater than or equal to 1]`,
    ],
    [
      'DeleteImageRequest',
      { Name: '-x' },
      `Value '-x' at 'name' ${failed} Member must satisfy regular expression pattern: ^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$`,
    ],
    ['DeleteImageRequest', { Name: null }, `Value null at 'name' ${failed} Member must not be null`],
    [
      'DescribeImagePermissionsRequest',
      { Name: 'x', SharedAwsAccountIds: [] },
      `Value '[]' at 'sharedAwsAccountIds' ${failed} Member must have length greater than or equal to 1`,
    ],
    [
      'CreateImageBuilderRequest',
      { Name: 'x', InstanceType: 'y', AccessEndpoints: [{ VpceId: 'vpce-1' }] },
      `Value null at 'accessEndpoints.1.member.endpointType' ${failed} Member must not be null`,
    ],
    [
      'TagResourceRequest',
      { ResourceArn: 'arn:aws:appstream:us-east-1::image/x', Tags: { 'aws:x': 'y' } },
      `Value '{aws:x=y}' at 'tags' ${failed} Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1`,
    ],
    [
      'TagResourceRequest',
      { ResourceArn: 'arn:aws:appstream:us-east-1::image/x', Tags: { x: '<' } },
      `Value '{x=<}' at 'tags' ${failed} Map value must satisfy constraint:`,
    ],
    [
      'CreateUserRequest',
      { UserName: ' ', AuthenticationType: 'API' },
      `Value at 'userName' ${failed} Member must satisfy regular expression`,
    ],
  ])('%s rejects %j', (shape, input, message) => {
    expect(() => validate(shape, input)).toThrow(message)
  })

  test('reports all broken constraints together with their count', () => {
    const input = { Names: [''], MaxResults: 99 }
    expect(() => validate('DescribeImagesRequest', input)).toThrow(
      /^2 validation errors detected: .*'names'.*; .*'maxResults'/,
    )
  })

  test.each([
    [{ MaxResults: '5' }, "STRING_VALUE can not be converted to an Integer (at 'maxResults')"],
    [{ MaxResults: 1.5 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ MaxResults: 2 ** 31 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ Names: 'x' }, 'STRING_VALUE can not be converted to a List'],
    [{ Names: [null] }, "VALUE_NULL can not be converted to a String (at 'names.1.member')"],
    [{ Names: [{}] }, 'START_OBJECT can not be converted to a String'],
    [{ Type: true }, 'TRUE_VALUE can not be converted to a String'],
  ])('rejects %j with SerializationException', (input, message) => {
    expect(() => validate('DescribeImagesRequest', input)).toThrow(
      expect.objectContaining({ type: 'SerializationException', message: expect.stringContaining(message) }),
    )
  })

  test('ignores unknown members and treats null as absent', () => {
    expect(() =>
      validate('DescribeImagesRequest', { Surprise: 1, Names: null, constructor: 2 }),
    ).not.toThrow()
  })

  test('accepts tags in any script', () => {
    const input = { ResourceArn: 'arn:aws:appstream:us-east-1::image/x', Tags: { équipe: 'données 東京' } }
    expect(() => validate('TagResourceRequest', input)).not.toThrow()
  })

  test('matches hostile input against every pattern without backtracking', () => {
    const patterned = Object.entries(serviceModel.shapes).filter(([, { pattern }]) => pattern !== undefined)
    expect(patterned.length).toBeGreaterThan(20)
    for (const [name, { max = 4096 }] of patterned) {
      for (const piece of ['a', 'a.', ' ', 'a,', '-', '1.']) {
        const value = `${piece.repeat(max / piece.length - 1)}!`
        // Far above the linear time of any machine. Once, the machine may pause meanwhile.
        const isFast = () => durationOf(() => validate(name, value)) < 2000
        expect({ name, piece, isFast: isFast() || isFast() }).toEqual({ name, piece, isFast: true })
      }
    }
  })
})

describe('companySeed', () => {
  test('contains only values of the model, except one unlisted state', () => {
    const nowMs = Date.UTC(2026, 10, 2)
    const store = createStore(() => nowMs)
    companySeed({ store, accountId: '123456789012', nowMs })
    for (const region of ['us-east-1', 'eu-west-1'].flatMap((name) => store.inRegion(name))) {
      for (const image of [...region.images.values(), ...region.publicImages.values()]) check('Image', image)
      for (const imageBuilder of region.imageBuilders.values()) check('ImageBuilder', imageBuilder)
    }
  })

  function check(shape: string, record: Readonly<Record<string, unknown>>): void {
    const known = Object.keys(serviceModel.shapes[shape]?.members ?? {})
    expect(known).toEqual(expect.arrayContaining(Object.keys(record)))
    const { State, ...rest } = record
    const wire = JSON.parse(JSON.stringify(State === 'DEPRECATED' ? rest : record), (member, value) =>
      /Time|Date$/.test(member) ? Date.parse(value) : value,
    )
    expect(() => validate(shape, wire)).not.toThrow()
  }
})

/** Returns the milliseconds until a function returns or throws. */
function durationOf(run: () => void): number {
  const startedMs = performance.now()
  try {
    run()
  } catch {}
  return performance.now() - startedMs
}
