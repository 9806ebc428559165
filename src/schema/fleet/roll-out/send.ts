import { isCallAborted, isUpstreamError } from '../../../appstream/errors/exceptions.ts'
import type { Reading } from '../../../inventory/inventory.ts'
import type { Image } from '../../../inventory/resources.ts'
import type { GraphContext } from '../../context.ts'
import { inventoryOf } from '../../kit/mutations/resource-writer.ts'
import { createRecorder } from '../../mutation/audit-recorder.ts'
import type { MutationError } from '../../mutation/error-types.ts'
import { modelledErrorsOf, outcomeUnknownError, toMutationError } from '../../mutation/errors.ts'
import type { OwnResource } from '../../mutation/own-resource.ts'
import { reconcileQuietly } from '../../mutation/reconcile.ts'
import { subjectOf } from '../../mutation/subject.ts'
import { type Fleet, fleetKind } from '../kind.ts'
import type { CheckedFleet, CheckedRollOut } from './check.ts'

const OPERATION = 'UpdateFleet'

/** Outcome of a roll-out for one fleet. */
export interface RollOutOutcome {
  readonly fleet: Fleet | undefined
  readonly changed: boolean
  /** As data if UpdateFleet models the error, otherwise as thrown. */
  readonly error: MutationError | Error | undefined
}

/** Updates the fleets one after the other. Returns the outcomes in the same order. @throws if aborted */
export async function sendRollOut(
  { image, fleets }: CheckedRollOut,
  context: GraphContext,
): Promise<readonly RollOutOutcome[]> {
  const outcomes: RollOutOutcome[] = []
  /** Fleets updated so far: a fleet that the input lists twice is updated once. */
  const updated = new Map<string, Fleet>()
  for (const checked of fleets) {
    const { own, fleet } = checked
    const key = `${own.target.key} ${own.name}`
    const known = updated.get(key) ?? fleet
    const hasImage = known?.aws.ImageArn === image.arn
    if (hasImage || checked.error !== undefined || known === undefined) {
      outcomes.push(outcomeWithoutCall({ ...checked, fleet: known }, context))
      continue
    }
    context.signal?.throwIfAborted()
    const outcome = await updateFleet(own, known, image, context)
    if (outcome.fleet !== undefined) updated.set(key, outcome.fleet)
    outcomes.push(outcome)
  }
  return outcomes
}

/** Returns the outcome for a fleet without an AWS call. */
export function outcomeWithoutCall(
  { own, fleet, error }: CheckedFleet,
  { reading }: GraphContext,
): RollOutOutcome {
  return { fleet, changed: false, error: error && asData(error, own, reading) }
}

async function updateFleet(
  own: OwnResource,
  fleet: Fleet,
  { arn }: Image,
  context: GraphContext,
): Promise<RollOutOutcome> {
  const { callerName, signal, onSend, reading } = context
  const record = createRecorder({ operation: OPERATION }, context, own)
  const end = (outcome: string, awsRequestId: string | undefined) =>
    record({ outcome, awsRequestId, repeated: false })
  const inventory = inventoryOf(context, fleetKind, own)
  const writer = own.target.writer({ caller: callerName, signal, onSend })
  const request = { Name: own.name, ImageArn: arn }
  try {
    const call = () => writer.callDeclaredFor(OPERATION, 'Fleet', request)
    const { output, awsRequestId } = await inventory.update(call, ['ImageArn', 'ImageName', 'Platform'])
    end('OK', awsRequestId)
    return { fleet: output.resource, changed: true, error: undefined }
  } catch (thrown) {
    if (!isUpstreamError(thrown) && !isCallAborted(thrown)) throw thrown
    if (thrown.mayHaveRun) {
      const reconcile = async (read: Parameters<typeof inventory.shown>[0]) => {
        const shown = await inventory.shown(read)
        return shown?.aws.ImageArn === arn ? shown : undefined
      }
      const shown = await reconcileQuietly(reconcile, reading, thrown)
      if (shown !== undefined) {
        end('OK', isUpstreamError(thrown) ? thrown.awsRequestId : undefined)
        return { fleet: shown, changed: true, error: undefined }
      }
    }
    if (isCallAborted(thrown)) {
      end('ABORTED', undefined)
      throw thrown
    }
    const error = thrown.mayHaveRun ? outcomeUnknownError(OPERATION, thrown) : asData(thrown, own, reading)
    end(codeOf(error), thrown.awsRequestId)
    return { fleet, changed: false, error }
  }
}

function asData(error: MutationError | Error, own: OwnResource, reading: Reading): MutationError | Error {
  if (!(error instanceof Error)) return { ...error, subject: subjectOf(own, reading) }
  const known = isUpstreamError(error) ? toMutationError(error, modelledErrorsOf(OPERATION)) : undefined
  return known === undefined ? error : { ...known, subject: subjectOf(own, reading) }
}

function codeOf(error: MutationError | Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL_SERVER_ERROR'
}
