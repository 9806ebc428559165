import type { AppBlockBuilderDraft, AppBlockDraft } from './app-block-drafts.ts'

/** App blocks of the main account, for the applications of its Elastic fleets. */
export const headquartersAppBlocks: readonly AppBlockDraft[] = [
  {
    name: 'browsers',
    title: 'Browsers',
    packagingType: 'CUSTOM',
    isPackaged: true,
    createdDaysAgo: 61,
    tags: { team: 'security' },
  },
  {
    name: 'vault',
    title: 'Password Vault',
    packagingType: 'APPSTREAM2',
    isPackaged: true,
    createdDaysAgo: 23,
    errors: [
      { code: 'POST_SETUP_SCRIPT_FAILED', message: 'The post-setup script exited with the code 1603.' },
    ],
    tags: { team: 'security' },
  },
  {
    name: 'terminals',
    title: 'Terminals',
    packagingType: 'APPSTREAM2',
    isPackaged: false,
    createdDaysAgo: 401,
  },
]

/** App block builders of the main account. One is packaging, and one could not start. */
export const headquartersAppBlockBuilders: readonly AppBlockBuilderDraft[] = [
  {
    name: 'packaging',
    title: 'Packaging',
    state: 'RUNNING',
    appBlock: 'terminals',
    createdDaysAgo: 90,
    tags: { team: 'security' },
    details: { AccessEndpoints: [{ EndpointType: 'STREAMING', VpceId: 'vpce-0a1b2c3d4e5f60718' }] },
  },
  {
    name: 'packaging-lab',
    title: 'Packaging lab',
    state: 'STOPPED',
    createdDaysAgo: 12,
    details: {
      EnableDefaultInternetAccess: true,
      StateChangeReason: { Code: 'INTERNAL_ERROR', Message: 'The app block builder could not be started.' },
      AppBlockBuilderErrors: [
        {
          ErrorCode: 'SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES',
          ErrorMessage: 'The subnet subnet-0b2c3d4e5f6071829 has no free addresses.',
        },
      ],
    },
  },
]
