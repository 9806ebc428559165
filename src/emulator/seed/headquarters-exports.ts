import { formatArn } from '../arn.ts'
import type { RegionStore } from '../region.ts'
import type { ExportImageTaskRecord } from '../resources/export-image-task/kind.ts'
import { amiIdOf } from '../resources/export-image-task/operations.ts'

/** Distinguishing members of an export of the company. */
interface ExportDraft extends Pick<ExportImageTaskRecord, 'AmiDescription' | 'ErrorDetails'> {
  readonly taskId: string
  /** Name of an image of the same account. */
  readonly image: string
  readonly amiName: string
  readonly state: string
  readonly createdDaysAgo: number
  readonly tags?: Readonly<Record<string, string>>
}

/** Exports of the main account: one in each state, and one whose image was deleted. */
const headquartersExports: readonly ExportDraft[] = [
  {
    taskId: '0b6f3c52-4a1d-4e8f-9c27-5d1e8a7b3f10',
    image: 'golden-windows-v12',
    amiName: 'golden-windows-v12-backup',
    state: 'COMPLETED',
    createdDaysAgo: 38,
    AmiDescription: 'Golden Windows 12, for disaster recovery',
    tags: { team: 'desktop-platform', lifecycle: 'backup' },
  },
  {
    taskId: '1c7a4d63-5b2e-4f90-8d38-6e2f9b8c4021',
    image: 'office-suite-v9',
    amiName: 'office-suite-v9-workspaces',
    state: 'EXPORTING',
    createdDaysAgo: 0.01,
  },
  {
    taskId: '2d8b5e74-6c3f-4001-9e49-7f30ac9d5132',
    image: 'finance-desktop-v4',
    amiName: 'finance-desktop-v4-audit',
    state: 'FAILED',
    createdDaysAgo: 10,
    ErrorDetails: [
      {
        ErrorCode: 'KMS_KEY_ACCESS_DENIED',
        ErrorMessage: 'The role may not use the KMS key that encrypts the AMI.',
      },
    ],
  },
  {
    taskId: '3e9c6f85-7d40-4112-8f5a-8041bdae6243',
    image: 'cad-workstation-v3',
    amiName: 'cad-workstation-v3-lab',
    state: 'TIMED_OUT',
    createdDaysAgo: 20,
  },
  {
    taskId: '4fad7096-8e51-4223-906b-9152cebf7354',
    image: 'golden-windows-v10',
    amiName: 'golden-windows-v10-archive',
    state: 'COMPLETED',
    createdDaysAgo: 200,
  },
]

/** Adds the exports of the main account to its region. */
export function putExports(region: RegionStore, nowMs: number): void {
  for (const {
    taskId,
    image,
    amiName,
    state,
    createdDaysAgo,
    tags = {},
    ...members
  } of headquartersExports) {
    region.exportImageTasks.put({
      ...members,
      TaskId: taskId,
      ImageArn: formatArn(region.region, region.accountId, 'image', image),
      AmiName: amiName,
      State: state,
      TagSpecifications: tags,
      CreatedDate: new Date(nowMs - createdDaysAgo * 86_400_000),
      ...(state === 'COMPLETED' && { AmiId: amiIdOf(taskId) }),
    })
  }
}
