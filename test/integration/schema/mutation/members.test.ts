import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../../../src/emulator/model.ts'
import { ACCOUNT, imageArn } from '../../../support/gateway.ts'
import { camelCase, membersOf, type Sampler, sample, shapeOf } from '../../../support/model.ts'
import { MUTATION_NAMES, MUTATIONS, OTHER_ACCOUNT, startWorkshop } from './support.ts'

const BY_MEMBER: Readonly<Record<string, string>> = {
  IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/desk`,
  Name: 'desk',
}

const BY_SHAPE: Readonly<Record<string, unknown>> = {
  Arn: imageArn('golden'),
  AwsAccountId: OTHER_ACCOUNT,
  Long: 64,
  AmiName: 'golden-ami',
  InstanceType: 'stream.standard.large',
  Name: 'golden',
  PhotonAmiId: 'ami-0a1b2c3d4e5f6a7b8',
  RegionName: 'us-east-1',
  WorkspaceImageId: 'wsi-0a1b2c3d4',
}

/** Returns a request with every member of its shape that the gateway accepts. */
function requestOf(shapeName: string, flag: boolean): Readonly<Record<string, unknown>> {
  const instead: Sampler = (member, of) =>
    shapeOf(of).type === 'boolean' ? flag : (BY_MEMBER[member] ?? BY_SHAPE[of])
  return Object(sample(shapeName, instead))
}

/** Converts a value of AWS to input form: members in camelCase, tags as a list. */
function toInput(shapeName: string, value: unknown): unknown {
  const shape = shapeOf(shapeName)
  if (Array.isArray(value)) return value.map((item) => toInput(shape.member ?? '', item))
  if (shape.type === 'map') return Object.entries(Object(value)).map(([key, item]) => ({ key, value: item }))
  if (shape.type !== 'structure') return value
  const members = new Map(Object.entries(Object(value)))
  return Object.fromEntries(
    membersOf(shapeName)
      .filter(([member]) => members.has(member))
      .map(([member, of]) => [camelCase(member), toInput(of, members.get(member))]),
  )
}

/** Members of which a request has one. */
const ALTERNATIVES = [
  ['ImageName', 'ImageArn'],
  ['SourceAmiId', 'WorkspaceImageId'],
] as const

/** Returns the requests that cover all members. */
function fullRequests(shapeName: string, flag: boolean): readonly Readonly<Record<string, unknown>>[] {
  const request = requestOf(shapeName, flag)
  const exclusive = ALTERNATIVES.find((members) => members.every((member) => member in request)) ?? []
  if (exclusive.length === 0) return [request]
  const without = (omitted: string) => Object.entries(request).filter(([member]) => member !== omitted)
  return exclusive.map((omitted) => Object.fromEntries(without(omitted))).toReversed()
}

describe.each(MUTATION_NAMES)('%s', (name) => {
  const { operation, input } = MUTATIONS[name]
  const shapeName = serviceModel.operations[operation]?.input ?? ''

  test.each([true, false])('sends every input member unchanged, with flags %s', async (flag) => {
    await using workshop = await startWorkshop()
    const requests = fullRequests(shapeName, flag)
    for (const request of requests) await workshop.mutate(name, Object(toInput(shapeName, request)))
    expect(workshop.calls(operation).map((call) => call.input)).toEqual(requests)
  })

  test('omits absent and null input members', async () => {
    await using workshop = await startWorkshop()
    const members = membersOf(shapeName).map(([member]) => camelCase(member))
    const nulls = Object.fromEntries(members.map((member) => [member, null]))
    await workshop.mutate(name, { ...nulls, ...input })
    await workshop.mutate(name, input)
    const sent = workshop.calls(operation).map((call) => Object.keys(call.input).map(camelCase).toSorted())
    const given = Object.keys(input)
      .filter((member) => members.includes(member))
      .toSorted()
    expect(sent).toEqual([given, given])
  })
})
