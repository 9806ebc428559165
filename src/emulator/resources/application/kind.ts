import { type NamedRecord, namedKind } from '../../kit/kind.ts'

/** Application of Elastic fleets. */
export interface ApplicationRecord extends NamedRecord {
  readonly DisplayName?: string | undefined
  readonly AppBlockArn?: string | undefined
  readonly Enabled?: boolean | undefined
}

/** Kind of applications of Elastic fleets. Applications of images are part of the image. */
export const applicationKind = namedKind<ApplicationRecord>({
  label: 'application',
  plural: 'applications',
  arnType: 'application',
  defaults: () => ({ Enabled: true, Metadata: {} }),
  quota: 'applications',
  listing: { output: 'Applications', filter: 'Arns' },
})
