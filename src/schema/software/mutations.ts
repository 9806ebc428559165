import type { InputOf } from '../../appstream/model/operations.ts'
import type { ImageBuilder } from '../image-builder/kind.ts'
import { imageBuilders } from '../image-builder/type.ts'
import { type ChangedResource, change } from '../kit/mutations/change.ts'
import { transition } from '../kit/mutations/transition.ts'
import type { Input, InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { imageBuilderSoftwareKind, type Software } from './kind.ts'

const names: InputMembers<InputOf<'AssociateSoftwareToImageBuilder'>, 'ImageBuilderName'> = {
  SoftwareNames: 'Names of the software, for example `Microsoft_Office_2024_LTSC_Standard_64Bit`.',
}
const deploymentSettings: InputMembers<
  InputOf<'StartSoftwareDeploymentToImageBuilder'>,
  'ImageBuilderName'
> = {
  RetryFailedDeployments: 'True to retry failed deployments of software. Default: false.',
}

function softwareNames(input: Input): readonly string[] {
  const { softwareNames: names } = input
  return Array.isArray(names) ? names : []
}

function checkNames(input: Input): InputProblem[] {
  const message = 'Must contain at least one name.'
  return softwareNames(input).length === 0 ? [{ path: 'softwareNames', message }] : []
}

function softwareOf({ target, name, context }: ChangedResource<ImageBuilder>) {
  return context.wholeInventory.of(target).children.of(imageBuilderSoftwareKind, name).collection
}

const common = {
  type: imageBuilders,
  nameMember: 'ImageBuilderName',
  invalidate: (changed: ChangedResource<ImageBuilder>) => softwareOf(changed).invalidate(),
} as const

/** Returns true unless a builder has an operating system without license-included software. */
function isWindows({ aws }: ImageBuilder): boolean {
  return aws.Platform?.startsWith('WINDOWS') ?? true
}

/** Adds a mutation that stages software. `isDone` tests the software of one name, undefined if there is none. */
function stage(
  declaration: Pick<
    Parameters<typeof change<ImageBuilder>>[0],
    'name' | 'operation' | 'structure' | 'description' | 'action'
  >,
  isDone: (software: Software | undefined) => boolean,
): void {
  change({
    ...common,
    ...declaration,
    scope: 'appstream:manage',
    members: names,
    check: checkNames,
    made: (input) => softwareNames(input).join(' '),
    async isDone(changed, read, input) {
      const { items } = await softwareOf(changed).read(read)
      const known = new Map(items.values().map((software) => [software.name, software]))
      return softwareNames(input).every((name) => isDone(known.get(name)))
    },
  })
}

/** Statuses of software that the next deployment removes, or has removed. */
const LEAVING: ReadonlySet<string | undefined> = new Set([
  'STAGED_FOR_UNINSTALLATION',
  'PENDING_UNINSTALLATION',
])

stage(
  {
    name: 'associateSoftwareToImageBuilder',
    operation: 'AssociateSoftwareToImageBuilder',
    structure: 'AssociateSoftwareToImageBuilderRequest',
    description:
      'Stages license-included software for installation on an image builder. `startSoftwareDeploymentToImageBuilder` installs it.',
    action: { action: 'ASSOCIATE_SOFTWARE', states: ['STOPPED', 'RUNNING'], isFor: isWindows },
  },
  (software) => software !== undefined && !LEAVING.has(software.aws.Status),
)

stage(
  {
    name: 'disassociateSoftwareFromImageBuilder',
    operation: 'DisassociateSoftwareFromImageBuilder',
    structure: 'DisassociateSoftwareFromImageBuilderRequest',
    description:
      'Stages installed software for removal from an image builder. `startSoftwareDeploymentToImageBuilder` removes it. Software that is not installed yet is removed at once.',
    action: { action: 'DISASSOCIATE_SOFTWARE', states: ['STOPPED', 'RUNNING'], isFor: isWindows },
  },
  (software) => software === undefined || LEAVING.has(software.aws.Status),
)

transition({
  ...common,
  name: 'startSoftwareDeploymentToImageBuilder',
  operation: 'StartSoftwareDeploymentToImageBuilder',
  scope: 'appstream:operate',
  description:
    'Installs and removes the staged software of a RUNNING image builder. It is PENDING_SYNCING_APPS, then SYNCING_APPS, and RUNNING again after some minutes.',
  structure: 'StartSoftwareDeploymentToImageBuilderRequest',
  members: deploymentSettings,
  to: ['PENDING_SYNCING_APPS', 'SYNCING_APPS'],
  response: { subscription: 'imageBuilderStateChanged' },
  action: { action: 'START_SOFTWARE_DEPLOYMENT', states: ['RUNNING'], isFor: isWindows },
})
