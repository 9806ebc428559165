import { type NamedRecord, namedKind } from '../../kit/kind.ts'

/** An application of Elastic fleets. */
export interface ApplicationRecord extends NamedRecord {
  readonly DisplayName?: string | undefined
  readonly AppBlockArn?: string | undefined
  readonly Enabled?: boolean | undefined
}

/** Applications: those of images are part of their image. */
export const applicationKind = namedKind<ApplicationRecord>({
  label: 'application',
  plural: 'applications',
  arnType: 'application',
  defaults: () => ({ Enabled: true, Metadata: {} }),
  listing: { output: 'Applications', filter: 'Arns' },
})
