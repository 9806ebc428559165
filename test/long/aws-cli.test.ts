import { expect, test } from 'vitest'
import { companySeed, manualClock, startEmulator } from '../../src/emulator/server.ts'
import { startWorkshop, type Workshop } from '../integration/schema/mutation/support.ts'
import { skipReason, startAwsCli } from '../support/aws-cli.ts'
import { ACCOUNT, imageArn, imageBuilderArn } from '../support/gateway.ts'

/** Exceeds any transition of the emulator and the maximum age of a snapshot. */
const A_WHILE_MS = 16_000

const OTHER_ACCOUNT = '210987654321'
const REGIONS = { AWS_REGIONS: 'us-east-1,eu-west-1' }
const target = { region: 'us-east-1' }
const arn = imageBuilderArn('fresh')

async function startCli({ emulator }: Workshop) {
  const aws = await startAwsCli(emulator.url)
  const cli = (command: string, region?: string) => aws.run(command.split(' '), region)
  return {
    [Symbol.asyncDispose]: aws[Symbol.asyncDispose],
    cli,
    builder: () => cli('describe-image-builders --names fresh --query ImageBuilders[0]'),
    tags: () => cli(`list-tags-for-resource --resource-arn ${arn} --query Tags`),
    shares: () => cli('describe-image-permissions --name golden --query SharedImagePermissionsList'),
    image: (name: string, region?: string) =>
      cli(`describe-images --names ${name} --query Images[0]`, region),
  }
}

test.skipIf(skipReason)('the AWS CLI sees what the gateway changed', async () => {
  await using workshop = await startWorkshop({ env: REGIONS })
  const { mutate, clock } = workshop
  await using commands = await startCli(workshop)
  const { cli, builder, tags, shares, image } = commands

  await mutate('createImageBuilder', {
    target,
    name: 'fresh',
    imageName: 'golden',
    instanceType: 'stream.standard.medium',
    displayName: 'Fresh',
    tags: [{ key: 'team', value: 'desktop' }],
  })
  expect(await builder()).toMatchObject({
    Arn: arn,
    ImageArn: imageArn('golden'),
    DisplayName: 'Fresh',
    State: 'PENDING',
  })
  clock.advance(A_WHILE_MS)
  await mutate('stopImageBuilder', { arn })
  expect(await builder()).toMatchObject({ State: 'STOPPING' })
  clock.advance(A_WHILE_MS)
  await mutate('startImageBuilder', { arn })
  expect(await builder()).toMatchObject({ State: 'PENDING' })

  await mutate('tagAppStreamResource', { resourceArn: arn, tags: [{ key: 'stage', value: 'test' }] })
  await mutate('untagAppStreamResource', { resourceArn: arn, tagKeys: ['team'] })
  expect(await tags()).toEqual({ stage: 'test' })

  const share = { name: 'golden', target, sharedAccountId: OTHER_ACCOUNT }
  await mutate('updateImagePermissions', { ...share, imagePermissions: { allowFleet: true } })
  expect(await shares()).toEqual([
    { sharedAccountId: OTHER_ACCOUNT, imagePermissions: { allowFleet: true, allowImageBuilder: false } },
  ])
  await mutate('deleteImagePermissions', share)
  expect(await shares()).toEqual([])

  await mutate('copyImage', {
    sourceImageName: 'golden',
    target,
    destinationImageName: 'copied',
    destinationRegion: 'eu-west-1',
  })
  expect(await image('copied', 'eu-west-1')).toMatchObject({
    Arn: imageArn('copied', ACCOUNT, 'eu-west-1'),
    State: 'COPYING',
  })
  await mutate('createUpdatedImage', { existingImageName: 'golden', target, newImageName: 'updated' })
  expect(await image('updated')).toMatchObject({ State: 'CREATING', BaseImageArn: imageArn('golden') })

  clock.advance(A_WHILE_MS)
  await mutate('deleteImageBuilder', { arn })
  await mutate('deleteImage', { name: 'updated', target })
  expect([await builder(), await image('updated')]).toMatchObject([
    { State: 'DELETING' },
    { State: 'DELETING' },
  ])
  clock.advance(A_WHILE_MS)
  expect(await cli('describe-image-builders --query ImageBuilders[].Name')).toEqual(['desk', 'parked'])
})

test.skipIf(skipReason)('the gateway sees what the AWS CLI changed', async () => {
  await using workshop = await startWorkshop({ env: REGIONS })
  await using commands = await startCli(workshop)
  const { cli } = commands
  // Reads first, so that the snapshot is older than every change.
  await look(workshop)
  async function after(command: string) {
    await cli(command)
    workshop.clock.advance(A_WHILE_MS)
    return look(workshop)
  }

  const create =
    'create-image-builder --name fresh --image-name golden --instance-type stream.standard.medium'
  await cli(`${create} --tags team=desktop`)
  workshop.clock.advance(4_000)
  expect(await look(workshop, { 'cache-control': 'no-cache' })).toMatchObject({
    builder: { state: 'PENDING', image: { name: 'golden' }, tags: [{ key: 'team', value: 'desktop' }] },
  })
  workshop.clock.advance(A_WHILE_MS)
  expect(await after('stop-image-builder --name fresh')).toMatchObject({ builder: { state: 'STOPPED' } })
  expect(await after('start-image-builder --name fresh')).toMatchObject({ builder: { state: 'RUNNING' } })

  await cli(`tag-resource --resource-arn ${arn} --tags stage=test`)
  workshop.clock.advance(A_WHILE_MS)
  expect(await after(`untag-resource --resource-arn ${arn} --tag-keys team`)).toMatchObject({
    builder: { tags: [{ key: 'stage', value: 'test' }] },
  })

  const share = `--name golden --shared-account-id ${OTHER_ACCOUNT}`
  expect(await after(`update-image-permissions ${share} --image-permissions allowFleet=true`)).toMatchObject({
    golden: { imageSharedWithOthers: true },
  })
  await expect(cli('delete-image --name golden')).rejects.toThrow('ResourceInUseException')
  expect(await after(`delete-image-permissions ${share}`)).toMatchObject({
    golden: { imageSharedWithOthers: false },
  })

  const copy = 'copy-image --source-image-name golden --destination-image-name copied'
  expect(await after(`${copy} --destination-region eu-west-1`)).toMatchObject({
    copied: { state: 'AVAILABLE' },
  })
  const update = 'create-updated-image --existing-image-name golden --new-image-name updated'
  expect(await after(update)).toMatchObject({
    updated: { state: 'AVAILABLE', baseImage: { name: 'golden' } },
  })
  expect(await after('delete-image --name updated')).toMatchObject({ updated: null })
  expect(await after('delete-image-builder --name fresh')).toMatchObject({ builder: null })
})

/** Reads everything that these tests change. */
function look({ read }: Workshop, headers: Readonly<Record<string, string>> = {}) {
  const here = 'target: { region: "us-east-1" }'
  return read(
    `{
      builder: imageBuilder(name: "fresh", ${here}) { state image { name } tags { key value } }
      golden: image(name: "golden", ${here}) { state imageSharedWithOthers }
      updated: image(name: "updated", ${here}) { state baseImage { name } }
      copied: image(name: "copied", target: { region: "eu-west-1" }) { state }
    }`,
    { headers },
  )
}

test.skipIf(skipReason)("the AWS CLI runs the emulator's fleets and stacks", async () => {
  const clock = manualClock()
  await using emulator = await startEmulator({ clock, seed: companySeed })
  await using aws = await startAwsCli(emulator.url)
  const cli = (command: string) => aws.run(command.split(' '))
  const fleet = (query = 'State') => cli(`describe-fleets --names portal --query Fleets[0].${query}`)

  expect(await cli('describe-fleets --query length(Fleets)')).toBe(8)
  expect(await cli('describe-fleets --names vpn-pilot --query Fleets[0].FleetErrors[].ErrorCode')).toEqual([
    'DOMAIN_JOIN_ERROR_LOGON_FAILURE',
    'SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES',
  ])
  expect(await cli('describe-stacks --query Stacks[].Name')).toContain('office-contractors')
  expect(await cli('list-associated-fleets --stack-name office --query Names')).toEqual(['office-production'])
  expect(await cli('list-associated-stacks --fleet-name office-production --query Names')).toEqual([
    'call-center',
    'office',
    'office-contractors',
  ])
  expect(await cli('describe-directory-configs --query DirectoryConfigs[].DirectoryName')).toEqual([
    'corp.example.com',
    'lab.example.com',
  ])

  const capacity = 'DesiredInstances=2'
  const create = `create-fleet --name portal --image-name office-suite-v9 --instance-type stream.standard.medium`
  await cli(`${create} --compute-capacity ${capacity} --vpc-config SubnetIds=subnet-1,SecurityGroupIds=sg-1`)
  await cli('create-stack --name portal --feedback-url https://example.com --tags team=portal')
  expect(await fleet()).toBe('STOPPED')
  const associate = 'associate-fleet --stack-name portal --fleet-name portal'
  await expect(cli(associate)).rejects.toThrow('ResourceNotFoundException')
  clock.advance(A_WHILE_MS)
  await cli(associate)

  await cli('start-fleet --name portal')
  expect(await fleet()).toBe('STARTING')
  clock.advance(A_WHILE_MS)
  expect(await fleet('[State,ComputeCapacityStatus.Running]')).toEqual(['RUNNING', 2])
  const removeVpc = 'update-fleet --name portal --attributes-to-delete VPC_CONFIGURATION'
  await expect(cli(removeVpc)).rejects.toThrow(
    'Cannot update the attribute for fleet portal when it is ACTIVE',
  )
  await cli('stop-fleet --name portal')
  expect(await fleet()).toBe('STOPPING')
  clock.advance(A_WHILE_MS)
  await cli(removeVpc)
  expect(await fleet('[State,VpcConfig]')).toEqual(['STOPPED', null])

  await expect(cli('delete-fleet --name portal')).rejects.toThrow('is associated with a stack')
  await expect(cli('delete-stack --name portal')).rejects.toThrow('has fleets associated with it')
  await cli('update-stack --name portal --attributes-to-delete FEEDBACK_URL')
  expect(await cli('describe-stacks --names portal --query Stacks[0].FeedbackURL')).toBeNull()
  await cli('disassociate-fleet --stack-name portal --fleet-name portal')
  await cli('delete-fleet --name portal')
  await cli('delete-stack --name portal')
  await expect(fleet()).rejects.toThrow('The fleet portal for account')
})

test.skipIf(skipReason)('the AWS CLI imports and exports images', async () => {
  const clock = manualClock()
  await using emulator = await startEmulator({ clock, seed: companySeed })
  await using aws = await startAwsCli(emulator.url, { isOfModel: true })
  const cli = (command: string) => aws.run(command.split(' '))
  const role = `--iam-role-arn arn:aws:iam::${ACCOUNT}:role/images`
  const create = `create-imported-image --name imported --source-ami-id ami-0a1b2c3d4e5f6a7b8 ${role}`
  await expect(cli(`${create} --dry-run`)).rejects.toThrow('DryRunOperationException')
  expect(await cli(`${create} --query Image.State`)).toBe('IMPORTING')
  clock.advance(10_000)
  expect(await cli('describe-images --names imported --query Images[0].State')).toBe('AVAILABLE')

  const start = `create-export-image-task --image-name imported --ami-name exported ${role}`
  const id = await cli(`${start} --query ExportImageTask.TaskId`)
  clock.advance(10_000)
  expect(await cli(`get-export-image-task --task-id ${id} --query ExportImageTask`)).toMatchObject({
    AmiName: 'exported',
    State: 'COMPLETED',
  })
  expect(await cli('list-export-image-tasks --max-results 500 --query length(ExportImageTasks)')).toBe(6)
})
