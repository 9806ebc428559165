import { AwsError } from '../../errors.ts'
import type { NamedRecord } from '../../kit/kind.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { softwareKey } from './kind.ts'

/** Stages software for installation on a builder. */
export function stage(arn: string, names: readonly string[], { region }: OperationContext): void {
  for (const name of names) {
    const key = softwareKey(arn, name)
    const known = region.software.get(key)
    if (known === undefined) {
      region.software.put({ Resource: arn, SoftwareName: name, State: 'STAGED_FOR_INSTALLATION' })
    } else if (known.State === 'STAGED_FOR_UNINSTALLATION' || known.State === 'FAILED_TO_UNINSTALL') {
      region.software.change(key, { State: 'INSTALLED', DeploymentError: undefined })
    }
  }
}

/** Image, or image builder that runs it. */
interface Machine extends NamedRecord {
  readonly Platform?: string | undefined
}

/** Throws IncompatibleImageException for an operating system without license-included software. */
export function requireWindows({ Name, Platform }: Machine): void {
  if (Platform === undefined || Platform.startsWith('WINDOWS')) return
  const message = `The image of ${Name} runs ${Platform}, which has no license-included software.`
  throw new AwsError('IncompatibleImageException', message)
}

/** Stages the removal of software from a builder. Throws ResourceNotFoundException if it is not associated. */
export function unstage(arn: string, names: readonly string[], { region }: OperationContext): void {
  const present = names.map((name) => {
    const known = region.software.get(softwareKey(arn, name))
    if (known !== undefined) return known
    const message = `The software ${name} is not associated with ${arn}.`
    throw new AwsError('ResourceNotFoundException', message)
  })
  for (const { SoftwareName, State } of present) {
    const key = softwareKey(arn, SoftwareName)
    const isInstalled = State === 'INSTALLED' || State === 'FAILED_TO_UNINSTALL'
    if (isInstalled) {
      region.software.change(key, { State: 'STAGED_FOR_UNINSTALLATION', DeploymentError: undefined })
    } else if (State !== 'STAGED_FOR_UNINSTALLATION') region.software.remove(key)
  }
}
