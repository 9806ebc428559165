import { parseArn } from '../../arn.ts'
import { AwsError } from '../../errors.ts'
import { type JsonObject, stringList } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import type { ImageRecord } from '../image/kind.ts'
import type { ImageBuilderRecord } from '../image-builder/kind.ts'
import { deploySoftware, softwareOf, syncingSteps } from './deployment.ts'
import { requireInstallable } from './products.ts'
import { requireWindows, stage, unstage } from './staging.ts'

/** Software of a new image builder. */
export interface RequestedSoftware {
  /** Software that is installed on its image. */
  readonly present: readonly string[]
  readonly toInstall: readonly string[]
  readonly toUninstall: readonly string[]
}

/** Returns the software in a request for a new builder. */
export function requestedSoftware(
  input: JsonObject,
  image: ImageRecord,
  context: OperationContext,
): RequestedSoftware {
  const present = softwareOfImage(image, context)
  const toInstall = stringList(input, 'SoftwaresToInstall')
  const toUninstall = stringList(input, 'SoftwaresToUninstall')
  const missing = toUninstall.find((name) => !present.includes(name))
  if (missing !== undefined) {
    const message = `The software ${missing} is not installed on the image ${image.Name}.`
    throw new AwsError('ResourceNotFoundException', message)
  }
  if (toInstall.length > 0) {
    requireInstallable([...present.filter((name) => !toUninstall.includes(name)), ...toInstall])
    requireWindows(image)
  }
  return { present, toInstall, toUninstall }
}

/** Returns the software on an image, which may belong to another account. */
function softwareOfImage({ Arn = '' }: ImageRecord, { region, store }: OperationContext): readonly string[] {
  const owner = parseArn(Arn)?.accountId
  const home = store.inRegion(region.region).find(({ accountId }) => accountId === owner)
  return home === undefined ? [] : softwareOf(home, Arn).map(({ SoftwareName }) => SoftwareName)
}

/** Puts software on a new builder. Returns its starting steps, which include the deployment of that software. */
export function startWithSoftware(
  arn: string,
  { present, toInstall, toUninstall }: RequestedSoftware,
  steps: readonly TransitionStep<ImageBuilderRecord>[],
  context: OperationContext,
): readonly TransitionStep<ImageBuilderRecord>[] {
  const { region, durations } = context
  for (const name of present) region.software.put({ Resource: arn, SoftwareName: name })
  unstage(arn, toUninstall, context)
  stage(arn, toInstall, context)
  const last = steps.at(-1)
  if (last === undefined || !deploySoftware(arn, last.atMs + durations.deploySoftware, context)) return steps
  return [
    ...steps.slice(0, -1),
    { ...last, state: 'PENDING_SYNCING_APPS' },
    ...syncingSteps(last.atMs, context),
  ]
}
