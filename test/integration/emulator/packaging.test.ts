import {
  AssociateAppBlockBuilderAppBlockCommand,
  DescribeAppBlockBuilderAppBlockAssociationsCommand,
  type DescribeAppBlockBuilderAppBlockAssociationsCommandInput,
  DescribeAppBlocksCommand,
  DisassociateAppBlockBuilderAppBlockCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { accountId, exceptionOf } from './client.ts'
import { control } from './control.ts'
import { type Estate, region, startEstate } from './estate.ts'

function arnOf(name: string): string {
  return `arn:aws:appstream:us-east-1:${accountId}:app-block/${name}`
}

const pair = { AppBlockArn: arnOf('draft'), AppBlockBuilderName: 'bench' }

/** Starts an estate with app blocks and app block builders, none of them associated. */
async function startBenches(behaviour: EmulatorOptions['behaviour'] = {}): Promise<Estate> {
  const estate = await startEstate({ behaviour })
  const { home } = estate
  home.appBlocks.put({ Name: 'custom' })
  for (const Name of ['draft', 'other-draft']) {
    const SourceS3Location = { S3Bucket: 'blocks' }
    home.appBlocks.put({ Name, PackagingType: 'APPSTREAM2', State: 'INACTIVE', SourceS3Location })
  }
  for (const Name of ['bench', 'other-bench']) home.appBlockBuilders.put({ Name })
  return estate
}

function associate({ client }: Estate, input: Partial<typeof pair> = {}) {
  return client.send(new AssociateAppBlockBuilderAppBlockCommand({ ...pair, ...input }))
}

function disassociate({ client }: Estate, input: Partial<typeof pair> = {}) {
  return client.send(new DisassociateAppBlockBuilderAppBlockCommand({ ...pair, ...input }))
}

async function pairsOf(
  { client }: Estate,
  input: DescribeAppBlockBuilderAppBlockAssociationsCommandInput = {},
) {
  const command = new DescribeAppBlockBuilderAppBlockAssociationsCommand(input)
  const { AppBlockBuilderAppBlockAssociations: found = [] } = await client.send(command)
  return found.map(({ AppBlockBuilderName, AppBlockArn }) => [AppBlockBuilderName, AppBlockArn])
}

describe('AssociateAppBlockBuilderAppBlock', () => {
  test.each([
    [{ AppBlockBuilderName: 'gone' }, 'ResourceNotFoundException'],
    [{ AppBlockArn: arnOf('gone') }, 'ResourceNotFoundException'],
    [{ AppBlockArn: arnOf('custom') }, 'InvalidParameterCombinationException'],
  ])('rejects %j', async (input, name) => {
    await using estate = await startBenches()
    expect((await exceptionOf(associate(estate, input))).name).toBe(name)
  })

  test('rejects a second app block, and a builder that is not STOPPED', async () => {
    await using estate = await startBenches()
    estate.home.change('app-block-builder', 'other-bench', { State: 'RUNNING' })
    await associate(estate)
    const second = associate(estate, { AppBlockArn: arnOf('other-draft') })
    expect((await exceptionOf(second)).name).toBe('LimitExceededException')
    const running = associate(estate, { AppBlockBuilderName: 'other-bench' })
    expect((await exceptionOf(running)).name).toBe('OperationNotPermittedException')
    expect([...estate.home.builderAppBlocks.rightsOf('bench')]).toEqual(['draft'])
  })

  test('returns the association, and succeeds again for the same pair', async () => {
    await using estate = await startBenches()
    for (const state of ['STOPPED', 'RUNNING']) {
      estate.home.change('app-block-builder', 'bench', { State: state })
      expect((await associate(estate)).AppBlockBuilderAppBlockAssociation).toEqual(pair)
    }
    await associate(estate, { AppBlockBuilderName: 'other-bench' })
    expect(await pairsOf(estate, { AppBlockArn: pair.AppBlockArn })).toHaveLength(2)
  })
})

describe('DisassociateAppBlockBuilderAppBlock', () => {
  test('rejects pairs that are not associated', async () => {
    await using estate = await startBenches()
    await associate(estate)
    for (const input of [
      { AppBlockBuilderName: 'gone' },
      { AppBlockArn: arnOf('gone') },
      { AppBlockBuilderName: 'other-bench' },
    ]) {
      expect((await exceptionOf(disassociate(estate, input))).name).toBe('ResourceNotFoundException')
    }
  })

  test('requires a STOPPED app block builder', async () => {
    await using estate = await startBenches()
    await associate(estate)
    estate.home.change('app-block-builder', 'bench', { State: 'RUNNING' })
    expect((await exceptionOf(disassociate(estate))).name).toBe('OperationNotPermittedException')
    estate.home.change('app-block-builder', 'bench', { State: 'STOPPED' })
    await disassociate(estate)
    expect(await pairsOf(estate, { AppBlockBuilderName: 'bench' })).toEqual([])
  })
})

describe('DescribeAppBlockBuilderAppBlockAssociations', () => {
  test('requires a filter', async () => {
    await using estate = await startBenches()
    expect((await exceptionOf(pairsOf(estate))).name).toBe('InvalidParameterCombinationException')
  })

  test('returns all associations if configured, at most 25 a page', async () => {
    await using estate = await startBenches({ blockAssociationsOfAll: 'list' })
    for (let index = 0; index < 26; index++) estate.home.builderAppBlocks.add(`bench-${index}`, 'draft')
    expect(await pairsOf(estate)).toHaveLength(25)
  })

  test('filters by builder, app block or both, empty for unknown ones', async () => {
    await using estate = await startBenches()
    await associate(estate)
    await associate(estate, { AppBlockBuilderName: 'other-bench' })
    const bench = ['bench', pair.AppBlockArn]
    const other = ['other-bench', pair.AppBlockArn]
    expect(await pairsOf(estate, { AppBlockArn: pair.AppBlockArn })).toEqual([bench, other])
    expect(await pairsOf(estate, { AppBlockBuilderName: 'other-bench' })).toEqual([other])
    expect(await pairsOf(estate, pair)).toEqual([bench])
    expect(await pairsOf(estate, { AppBlockBuilderName: 'gone' })).toEqual([])
    expect(await pairsOf(estate, { AppBlockArn: arnOf('gone') })).toEqual([])
  })

  test('omits a removed app block or builder', async () => {
    await using estate = await startBenches()
    await associate(estate)
    await associate(estate, { AppBlockBuilderName: 'other-bench' })
    estate.home.appBlockBuilders.remove('bench')
    expect(await pairsOf(estate, { AppBlockArn: pair.AppBlockArn })).toHaveLength(1)
    estate.home.appBlocks.remove('draft')
    expect(await pairsOf(estate, { AppBlockBuilderName: 'other-bench' })).toEqual([])
  })
})

describe('packaging', () => {
  const packaging = { region, appBlockBuilder: 'bench', appBlock: 'draft' }

  async function startPackaging(): Promise<Estate> {
    const estate = await startBenches()
    await associate(estate)
    estate.home.change('app-block-builder', 'bench', { State: 'RUNNING' })
    return estate
  }

  async function draft({ client }: Estate) {
    const { AppBlocks } = await client.send(new DescribeAppBlocksCommand({ Arns: [arnOf('draft')] }))
    return AppBlocks?.[0]
  }

  test.each([
    [{ appBlockBuilder: 'gone' }, 400, 'gone'],
    [{ appBlock: 'gone' }, 400, 'gone'],
    [{ appBlock: 'other-draft' }, 400, 'not associated'],
    [{ appBlock: undefined }, 400, 'appBlock'],
  ])('rejects %j with a reason', async (input, status, message) => {
    await using estate = await startPackaging()
    const answer = await control(estate.emulator, 'POST', '/package', { ...packaging, ...input })
    expect(answer).toEqual({ status, body: { error: expect.stringContaining(message) } })
  })

  test('requires a RUNNING builder and an INACTIVE app block', async () => {
    await using estate = await startPackaging()
    estate.home.change('app-block-builder', 'bench', { State: 'STARTING' })
    expect(() => estate.emulator.package(packaging)).toThrow('The app block builder bench is STARTING: ')
    estate.home.change('app-block-builder', 'bench', { State: 'RUNNING' })
    estate.emulator.package(packaging)
    expect(() => estate.emulator.package(packaging)).toThrow('The app block draft is ACTIVE: ')
  })

  test('leaves the app block INACTIVE with an error if it fails', async () => {
    await using estate = await startPackaging()
    expect(await control(estate.emulator, 'POST', '/package', { ...packaging, fails: true })).toMatchObject({
      status: 200,
    })
    expect(await draft(estate)).toMatchObject({
      ...{ State: 'INACTIVE', SourceS3Location: { S3Bucket: 'blocks' } },
      AppBlockErrors: [{ ErrorCode: 'PACKAGING_FAILED', ErrorMessage: 'The package could not be created.' }],
    })
  })

  test('makes the app block ACTIVE with a package, even after a failure', async () => {
    await using estate = await startPackaging()
    estate.emulator.package({ ...packaging, fails: true })
    await control(estate.emulator, 'POST', '/package', packaging)
    expect(await draft(estate)).toMatchObject({
      ...{ State: 'ACTIVE', SourceS3Location: { S3Bucket: 'blocks', S3Key: 'draft.vhd' } },
      AppBlockErrors: [],
    })
  })

  test('force sets states and errors of app blocks and builders', async () => {
    await using estate = await startPackaging()
    const { emulator, home, clock } = estate
    const errors = [{ code: 'BROKEN', message: 'Broken.' }]
    const stateChangeReason = { code: 'INTERNAL_ERROR', message: 'So it is.' }
    emulator.force({ region, appBlock: 'draft', state: 'ODD', errors, stateChangeReason })
    emulator.force({ region, appBlockBuilder: 'bench', state: 'ODD', errors, stateChangeReason })
    const shown = { ErrorCode: 'BROKEN', ErrorMessage: 'Broken.' }
    expect(home.appBlocks.get('draft')).toMatchObject({ State: 'ODD', AppBlockErrors: [shown] })
    expect(home.appBlocks.get('draft')).not.toHaveProperty('StateChangeReason')
    expect(home.appBlockBuilders.get('bench')).toMatchObject({
      ...{ State: 'ODD', AppBlockBuilderErrors: [{ ...shown, ErrorTimestamp: new Date(clock.now()) }] },
      StateChangeReason: { Code: 'INTERNAL_ERROR', Message: 'So it is.' },
    })
  })
})
