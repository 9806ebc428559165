import type { AwsImage } from '../../../appstream/model/model.ts'
import type { ReportedRead } from '../../../inventory/cache/reads.ts'
import { isCreatedBy } from '../../../inventory/collection/creation-order.ts'
import type { Image } from '../../../inventory/resources.ts'
import type { inventoryOf } from '../../kit/mutations/resource-writer.ts'
import type { InputProblem } from '../../mutation/error-types.ts'

/** Requested members that distinguish a new image from another image with the same name. */
export type RequestedImage = Pick<
  AwsImage,
  'Description' | 'DisplayName' | 'Platform' | 'AppstreamAgentVersion'
>

/**
 * Returns a function that reconciles the unknown outcome of a new image: it returns the image if AWS has one that
 * matches the request. Another caller may have created a different image with the same name.
 */
export function reconcileNewImage(
  own: ReturnType<typeof inventoryOf<Image>>,
  startedAt: number,
  requested: RequestedImage,
): (read: ReportedRead, since?: number) => Promise<Image | undefined> {
  const before = { known: own.known(), startedAt }
  return async (read, since) => {
    const shown = await own.shown(read)
    if (shown === undefined || !isCreatedBy(shown, before, since)) return undefined
    const members = ['Description', 'DisplayName', 'Platform', 'AppstreamAgentVersion'] as const
    const isAsRequested = members.every(
      (member) => (requested[member] ?? shown.aws[member]) === shown.aws[member],
    )
    return isAsRequested ? shown : undefined
  }
}

/** Returns the problems of a new image's name that the constraints of the service model do not cover. */
export function checkNewName(path: string, name: unknown): InputProblem[] {
  return typeof name === 'string' && /^(aws|appstream|amazon)/i.test(name)
    ? [{ path, message: 'Must not start with aws, appstream or amazon, which AWS reserves.' }]
    : []
}
