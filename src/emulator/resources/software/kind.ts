import type { Kind, ResourceErrorRecord, ResourceRecord } from '../../kit/kind.ts'

/** License-included software of an image builder or an image. `State` is its deployment status. */
export interface SoftwareRecord extends ResourceRecord {
  /** ARN of the image builder or image. */
  readonly Resource: string
  readonly SoftwareName: string
  readonly DeploymentError?: readonly ResourceErrorRecord[] | undefined
  /** Error of its next deployment, which fails. */
  readonly NextFailure?: ResourceErrorRecord | undefined
}

/** License-included software, by resource and name. */
export const softwareKind: Kind<SoftwareRecord> = {
  label: 'software',
  plural: 'software associations',
  keyOf: ({ Resource, SoftwareName }) => softwareKey(Resource, SoftwareName),
  initialState: 'INSTALLED',
}

/** Returns the key of a software of a resource. */
export function softwareKey(resource: string, softwareName: string): string {
  return `${resource} ${softwareName}`
}
