import { getNamedType, isInputObjectType, isObjectType, isUnionType } from 'graphql'
import { expect, test } from 'vitest'
import { serviceModel } from '../../../../src/emulator/model.ts'
import { createSchema } from '../../../../src/schema/index.ts'
import { CREATING, MUTATION_NAMES, MUTATIONS } from '../../../integration/schema/mutation/support.ts'
import { camelCase, membersOf, shapeOf } from '../../../support/model.ts'

const schema = createSchema()
const fields = schema.getMutationType()?.getFields() ?? {}
const isCreating = (name: string) => CREATING.some((creating) => creating === name)

/** Member that names the changed resource; the input also accepts an ARN and a target. */
const IDENTIFYING_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  createImageBuilder: ['target'],
  copyImage: ['sourceImageName', 'sourceImageArn', 'target'],
  createUpdatedImage: ['existingImageName', 'existingImageArn', 'target'],
  createImportedImage: ['target'],
  createAppStreamExportImageTask: ['imageArn', 'target'],
  tagAppStreamResource: [],
  untagAppStreamResource: [],
}

function inputFields(typename: string) {
  const type = schema.getType(typename)
  if (!isInputObjectType(type)) throw new Error(`${typename} is not an input type.`)
  return type.getFields()
}

/** Mutations covered by the same tests in the folders of their resources. */
const KIT_MUTATIONS = [
  'associateAppStreamApplicationFleet',
  'createAppStreamElasticApplication',
  'deleteAppStreamElasticApplication',
  'disassociateAppStreamApplicationFleet',
  'updateAppStreamElasticApplication',
  'associateAppStreamAppBlockBuilderAppBlock',
  'createAppStreamAppBlock',
  'createAppStreamAppBlockBuilder',
  'createAppStreamAppBlockBuilderStreamingUrl',
  'deleteAppStreamAppBlock',
  'deleteAppStreamAppBlockBuilder',
  'disassociateAppStreamAppBlockBuilderAppBlock',
  'startAppStreamAppBlockBuilder',
  'stopAppStreamAppBlockBuilder',
  'updateAppStreamAppBlockBuilder',
  'associateSoftwareToImageBuilder',
  'disassociateSoftwareFromImageBuilder',
  'startSoftwareDeploymentToImageBuilder',
  'associateAppStreamApplicationToEntitlement',
  'createAppStreamEntitlement',
  'createAppStreamThemeForStack',
  'deleteAppStreamEntitlement',
  'deleteAppStreamThemeForStack',
  'disassociateAppStreamApplicationFromEntitlement',
  'updateAppStreamEntitlement',
  'updateAppStreamThemeForStack',
  'associateAppStreamFleet',
  'createAppStreamFleet',
  'createAppStreamStack',
  'createAppStreamDirectoryConfig',
  'createAppStreamUsageReportSubscription',
  'createAppStreamStreamingUrl',
  'deleteAppStreamDirectoryConfig',
  'deleteAppStreamUsageReportSubscription',
  'deleteAppStreamFleet',
  'deleteAppStreamStack',
  'disassociateAppStreamFleet',
  'drainAppStreamSessionInstance',
  'expireAppStreamSession',
  'rollOutAppStreamImage',
  'startAppStreamFleet',
  'stopAppStreamFleet',
  'updateAppStreamDirectoryConfig',
  'updateAppStreamFleet',
  'updateAppStreamStack',
  'batchAssociateAppStreamUserStack',
  'batchDisassociateAppStreamUserStack',
  'createAppStreamUser',
  'deleteAppStreamUser',
  'disableAppStreamUser',
  'enableAppStreamUser',
]

test('defines exactly the mutations covered by these tests', () => {
  expect(Object.keys(fields).toSorted()).toEqual([...MUTATION_NAMES, ...KIT_MUTATIONS].toSorted())
})

test.each(MUTATION_NAMES)('%s returns its payload, its modelled errors and the common errors', (name) => {
  const { operation } = MUTATIONS[name]
  const typename = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const result = getNamedType(fields[name]?.type)
  const modelled = (serviceModel.operations[operation]?.errors ?? [])
    // The confirmation of a dry run is a payload.
    .filter((exception) => exception !== 'DryRunOperationException')
    .map((exception) => `AppStream${exception.replace(/Exception$/, '')}Error`)

  expect(String(fields[name]?.type)).toBe(`${typename}Result!`)
  expect(
    isUnionType(result) &&
      result
        .getTypes()
        .map((type) => type.name)
        .toSorted(),
  ).toEqual(
    [
      `${typename}Payload`,
      ...modelled,
      'AppStreamAccessDeniedError',
      'AppStreamInputError',
      'AppStreamThrottledError',
      ...(isCreating(name) ? ['AppStreamOutcomeUnknownError'] : []),
    ].toSorted(),
  )
})

test('includes every AppStreamError type in some result, and no other type', () => {
  const ofInterface = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => type.getInterfaces().some((of) => of.name === 'AppStreamError'))
  const inResults = new Set(
    Object.values(fields).flatMap(({ type }) => {
      const union = getNamedType(type)
      return isUnionType(union) ? union.getTypes().filter(({ name }) => name.endsWith('Error')) : []
    }),
  )
  expect(ofInterface.map(({ name }) => name).toSorted()).toEqual(
    [...inResults].map(({ name }) => name).toSorted(),
  )
})

test.each(MUTATION_NAMES)('%s takes one input with every member of its request', (name) => {
  const { operation } = MUTATIONS[name]
  const typename = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  expect(fields[name]?.args.map((arg) => `${arg.name}: ${arg.type}`)).toEqual([`input: ${typename}!`])

  const request = serviceModel.operations[operation]?.input ?? ''
  const members = membersOf(request).map(([member]) => camelCase(member))
  const identifying = IDENTIFYING_MEMBERS[name] ?? ['arn', 'name', 'target']
  const expected = new Set([...members, ...identifying, ...(isCreating(name) ? ['clientToken'] : [])])
  expect(Object.keys(inputFields(typename)).toSorted()).toEqual([...expected].toSorted())
})

test('gives nested request members the types of the model', () => {
  const scalars: Readonly<Record<string, string>> = {
    boolean: 'Boolean',
    integer: 'Int',
    long: 'Int',
    string: 'String',
  }
  /** Compares an input type with a shape of the model; ARNs of our resources are IDs. */
  function check(typename: string, shapeName: string): string[] {
    return membersOf(shapeName).flatMap(([member, of]) => {
      const field = inputFields(typename)[camelCase(member)]
      if (field === undefined) return [`${typename}.${camelCase(member)} is missing`]
      const shape = shapeOf(of)
      const where = `${typename}.${field.name}: ${field.type}`
      const named = getNamedType(field.type)
      if (shape.type === 'map') return String(field.type).startsWith('[AppStreamTagInput!]') ? [] : [where]
      if (shape.type === 'list') {
        const item = shapeOf(shape.member ?? '')
        if (!/^\[.*!\]!?$/.test(String(field.type))) return [where]
        if (item.type === 'structure') return check(named.name, shape.member ?? '')
        return scalars[item.type] === named.name ? [] : [where]
      }
      if (shape.type === 'structure') return check(named.name, of)
      if (shape.enum !== undefined) return named.name === `AppStream${of}` ? [] : [where]
      return scalars[shape.type] === named.name || named.name === 'ID' ? [] : [where]
    })
  }
  const wrong = MUTATION_NAMES.flatMap((name) => {
    const typename = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    return check(typename, serviceModel.operations[MUTATIONS[name].operation]?.input ?? '')
  })
  expect(wrong).toEqual([])
})

test('names DisableIMDSV1 disableImdsv1', () => {
  expect(inputFields('CreateImageBuilderInput')).toHaveProperty('disableImdsv1')
})
