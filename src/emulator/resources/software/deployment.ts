import { AwsError } from '../../errors.ts'
import type { OperationContext } from '../../kit/operation.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import type { RegionStore } from '../../region.ts'
import type { ImageBuilderRecord } from '../image-builder/kind.ts'
import { type SoftwareRecord, softwareKey } from './kind.ts'

/** Status of software during its deployment, by its previous status. */
const pendingAfter: Readonly<Record<string, string>> = {
  STAGED_FOR_INSTALLATION: 'PENDING_INSTALLATION',
  STAGED_FOR_UNINSTALLATION: 'PENDING_UNINSTALLATION',
}
const pendingAfterFailure: Readonly<Record<string, string>> = {
  FAILED_TO_INSTALL: 'PENDING_INSTALLATION',
  FAILED_TO_UNINSTALL: 'PENDING_UNINSTALLATION',
}

/** Returns the software of a resource. */
export function softwareOf({ software }: RegionStore, arn: string): readonly SoftwareRecord[] {
  return [...software.values()].filter(({ Resource }) => Resource === arn)
}

/**
 * Starts the deployment of the staged software of a builder, and of failed software if requested: each is pending until
 * `endMs`. Returns false if there is nothing to deploy.
 */
export function deploySoftware(
  arn: string,
  endMs: number,
  { region }: OperationContext,
  { retriesFailed = false } = {},
): boolean {
  const nextStates = { ...pendingAfter, ...(retriesFailed && pendingAfterFailure) }
  const staged = softwareOf(region, arn).filter(({ State = '' }) => nextStates[State] !== undefined)
  for (const { SoftwareName, State = '' } of staged) {
    const key = softwareKey(arn, SoftwareName)
    region.software.change(key, { State: nextStates[State], DeploymentError: undefined })
    region.software.schedule(key, [deploymentStep(endMs)])
  }
  return staged.length > 0
}

function deploymentStep(atMs: number): TransitionStep<SoftwareRecord> {
  return {
    atMs,
    change({ State, NextFailure }) {
      const isInstallation = State === 'PENDING_INSTALLATION'
      if (NextFailure === undefined) return isInstallation ? { State: 'INSTALLED' } : {}
      return {
        State: isInstallation ? 'FAILED_TO_INSTALL' : 'FAILED_TO_UNINSTALL',
        DeploymentError: [NextFailure],
        NextFailure: undefined,
      }
    },
    // Software that was uninstalled disappears.
    next: ({ State }) => (State === 'PENDING_UNINSTALLATION' ? { atMs, state: null } : undefined),
  }
}

/** Returns the steps of a builder that deploys software, until it is RUNNING. */
export function syncingSteps(
  fromMs: number,
  { durations }: OperationContext,
): readonly TransitionStep<ImageBuilderRecord>[] {
  return [
    { atMs: fromMs + durations.deploySoftware / 3, state: 'SYNCING_APPS' },
    { atMs: fromMs + durations.deploySoftware, state: 'RUNNING' },
  ]
}

/** Copies the installed software of a resource to another one. Returns true if there is any. */
export function copyInstalledSoftware(
  from: { readonly region: RegionStore; readonly arn: string | undefined },
  to: { readonly region: RegionStore; readonly arn: string },
): boolean {
  const installed = softwareOf(from.region, from.arn ?? '').filter(({ State }) => State === 'INSTALLED')
  for (const { SoftwareName } of installed) to.region.software.put({ Resource: to.arn, SoftwareName })
  return installed.length > 0
}

/** Software deployment that is to fail. */
export interface DeploymentFailure {
  readonly region: string
  /** Default: the default account. */
  readonly accountId?: string | undefined
  readonly imageBuilder: string
  readonly softwareName: string
  readonly code?: string | undefined
  readonly message?: string | undefined
}

/** Lets the current or next software deployment of a builder fail. */
export function failDeployment(failure: DeploymentFailure, { region }: OperationContext): void {
  const { imageBuilder, softwareName, code = 'INSTALLATION_FAILED' } = failure
  const arn = region.imageBuilders.get(imageBuilder)?.Arn ?? ''
  const { message = 'The installer ended with an error.' } = failure
  const NextFailure = { ErrorCode: code, ErrorMessage: message }
  if (region.software.change(softwareKey(arn, softwareName), { NextFailure })) return
  throw new AwsError(
    'ResourceNotFoundException',
    `The software ${softwareName} is not associated with the image builder ${imageBuilder}.`,
  )
}
