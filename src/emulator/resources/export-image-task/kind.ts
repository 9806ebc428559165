import type { Kind, ResourceErrorRecord, ResourceRecord } from '../../kit/kind.ts'

/** Task that exports an image as an AMI of EC2. */
export interface ExportImageTaskRecord extends ResourceRecord {
  readonly TaskId: string
  readonly ImageArn: string
  readonly AmiName: string
  readonly CreatedDate?: Date | undefined
  readonly AmiDescription?: string | undefined
  readonly AmiId?: string | undefined
  readonly TagSpecifications?: Readonly<Record<string, string>> | undefined
  readonly ErrorDetails?: readonly ResourceErrorRecord[] | undefined
}

/** Export task kind. Export tasks have no ARN and tags of their own. AWS keeps ended tasks. */
export const exportImageTaskKind: Kind<ExportImageTaskRecord> = {
  label: 'export image task',
  plural: 'export image tasks',
  keyOf: ({ TaskId }) => TaskId,
  initialState: 'EXPORTING',
  createdMember: 'CreatedDate',
}
