import { AwsError, validationError } from '../../errors.ts'
import { type JsonObject, optionalBoolean, requiredString, stringList } from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { arnNotFound, notPermitted, requireExisting } from '../../kit/preconditions.ts'
import { imageByArn } from '../image/visible.ts'
import { type ImageBuilderRecord, imageBuilderKind } from '../image-builder/kind.ts'
import { deploySoftware, softwareOf, syncingSteps } from './deployment.ts'
import { requireInstallable } from './products.ts'
import { requireWindows, stage, unstage } from './staging.ts'

/** Operations on license-included software. */
export const softwareOperations: Operations = {
  DescribeSoftwareAssociations: describeSoftwareAssociations,
  AssociateSoftwareToImageBuilder: associateSoftware,
  DisassociateSoftwareFromImageBuilder: disassociateSoftware,
  StartSoftwareDeploymentToImageBuilder: startSoftwareDeployment,
}

function describeSoftwareAssociations(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const arn = requiredString(input, 'AssociatedResource')
  if (!region.owns(arn)) {
    if (imageByArn(arn, context) === undefined) throw arnNotFound(arn)
    const message = `The software of ${arn} is visible to its owner only.`
    throw new AwsError('OperationNotPermittedException', message)
  }
  const associations = softwareOf(region, arn).map(({ SoftwareName, State, DeploymentError }) => ({
    SoftwareName,
    Status: State,
    DeploymentError,
  }))
  const page = pageFor(associations, ({ SoftwareName }) => SoftwareName, {
    input,
    context,
    size: sizeOf(input, behaviour.pageSize),
    parameters: [arn],
  })
  return { AssociatedResource: arn, SoftwareAssociations: page.items, NextToken: page.nextToken }
}

/** Statuses of software that its removal leaves. */
const leaving: readonly unknown[] = ['STAGED_FOR_UNINSTALLATION', 'PENDING_UNINSTALLATION']

/** Stages software for installation. Software that was staged for removal stays installed. */
function associateSoftware(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const builder = requireResting(input, context)
  const names = requestedNames(input)
  const present = softwareOf(region, builder.Arn)
  const kept = present.filter(({ State }) => !leaving.includes(State))
  requireInstallable([...kept.map(({ SoftwareName }) => SoftwareName), ...names])
  requireWindows(builder)
  stage(builder.Arn, names, context)
  return {}
}

/** Stages installed software for removal. Software that is not installed is removed at once. */
function disassociateSoftware(input: JsonObject, context: OperationContext): JsonObject {
  const builder = requireResting(input, context)
  unstage(builder.Arn, requestedNames(input), context)
  return {}
}

function startSoftwareDeployment(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const { Name, Arn, State } = requireResting(input, context)
  if (State !== 'RUNNING') throw notPermitted(imageBuilderKind, Name, State)
  const retriesFailed = optionalBoolean(input, 'RetryFailedDeployments') ?? false
  if (!deploySoftware(Arn, nowMs + durations.deploySoftware, context, { retriesFailed })) {
    const message = `The image builder ${Name} has no software to deploy.`
    throw new AwsError('OperationNotPermittedException', message)
  }
  region.imageBuilders.change(Name, { State: 'PENDING_SYNCING_APPS' })
  region.imageBuilders.schedule(Name, syncingSteps(nowMs, context))
  return {}
}

/** Returns the requested builder. Throws ConcurrentModificationException while it deploys software. */
function requireResting(
  input: JsonObject,
  context: OperationContext,
): ImageBuilderRecord & { readonly Arn: string } {
  const name = requiredString(input, 'ImageBuilderName')
  const builder = requireExisting(context.region.imageBuilders, name, context)
  const { Arn = '', State } = builder
  if (State === 'PENDING_SYNCING_APPS' || State === 'SYNCING_APPS') {
    const message = `The image builder ${name} is deploying software.`
    throw new AwsError('ConcurrentModificationException', message)
  }
  if (State !== 'RUNNING' && State !== 'STOPPED') throw notPermitted(imageBuilderKind, name, State)
  return { ...builder, Arn }
}

function requestedNames(input: JsonObject): readonly string[] {
  const names = stringList(input, 'SoftwareNames')
  if (names.length === 0) throw validationError('SoftwareNames must not be empty.')
  return [...new Set(names)]
}
