import { expect, test } from 'vitest'
import { createArnParser, parseArn, partitionOf } from '../../../src/appstream/arn.ts'

const arnOf = (name: string) => `arn:aws:appstream:us-east-1:123456789012:image/${name}`

test('remembers parsed ARNs, up to a maximum', () => {
  const parse = createArnParser(2)
  const first = parse(arnOf('a'))
  expect(first).toEqual(parseArn(arnOf('a')))
  expect(parse(arnOf('a'))).toBe(first)
  expect(parse(arnOf('b'))?.name).toBe('b')
  expect(parse(arnOf('c'))?.name).toBe('c')
  expect(parse(arnOf('a'))).not.toBe(first)
  expect(parse(arnOf('a'))).toEqual(first)
})

test('rejects ARNs of other services', () => {
  expect(createArnParser()('arn:aws:s3:::bucket')).toBeUndefined()
})

test.each([
  ['us-east-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['xx-new-1', undefined],
])('finds the partition of %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition)
})
