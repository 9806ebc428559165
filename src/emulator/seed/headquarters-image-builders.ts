import type { ImageBuilderDraft } from './drafts.ts'

const windowsBase = 'AppStream-WinServer2022-10-05-2026'
const desktopTeam = { team: 'desktop-platform', 'cost-center': '4410' }

/** Image builders of the company's main account: at least one in each state. */
export const headquartersImageBuilders: readonly ImageBuilderDraft[] = [
  {
    name: 'analytics-desktop',
    title: 'Analytics Desktop',
    image: 'finance-desktop-v4',
    createdDaysAgo: 6,
    state: 'RUNNING',
    instanceType: 'stream.memory.large',
    tags: { team: 'analytics', 'cost-center': '7310', owner: 'dana' },
    software: {
      Microsoft_Office_2024_LTSC_Standard_64Bit: 'INSTALLED',
      Microsoft_Project_2024_Standard_64Bit: 'STAGED_FOR_INSTALLATION',
      Microsoft_Visio_2024_LTSC_Standard_64Bit: {
        code: 'INSTALLATION_FAILED',
        message: 'The disk is full.',
      },
    },
  },
  {
    name: 'finance-desktop',
    title: 'Finance Desktop',
    image: 'office-suite-v9',
    createdDaysAgo: 14,
    state: 'STOPPED',
    tags: { team: 'finance' },
    software: { Microsoft_Office_2024_LTSC_Standard_64Bit: 'INSTALLED' },
  },
  {
    name: 'golden-windows',
    title: 'Golden Windows',
    image: windowsBase,
    createdDaysAgo: 150,
    state: 'STOPPED',
    tags: desktopTeam,
  },
  {
    name: 'office-suite',
    title: 'Office Suite',
    image: 'golden-windows-v12',
    createdDaysAgo: 33,
    state: 'RUNNING',
    tags: desktopTeam,
  },
  {
    // Created after the image cad-workstation-v3, which names it.
    name: 'cad-workstation',
    title: 'CAD Workstation',
    image: 'cad-workstation-v3',
    createdDaysAgo: 8,
    state: 'STOPPING',
    instanceType: 'stream.graphics.g5.xlarge',
  },
  {
    name: 'linux-research',
    title: 'Linux Research',
    image: 'AppStream-RockyLinux8-10-05-2026',
    createdDaysAgo: 11,
    state: 'SNAPSHOTTING',
    details: { Platform: 'ROCKY_LINUX8' },
  },
  // Its image was deleted.
  {
    name: 'legacy-erp',
    title: 'Legacy ERP',
    image: 'legacy-erp-v1',
    createdDaysAgo: 700,
    state: 'STOPPED',
    details: { LatestAppstreamAgentVersion: 'FALSE', AppstreamAgentVersion: '06-17-2024' },
  },
  {
    name: 'new-hire-desktop',
    title: 'New Hire Desktop',
    image: 'office-suite-v9',
    createdDaysAgo: 0.003,
    state: 'PENDING',
  },
  {
    name: 'windows-agent-refresh',
    title: 'Windows Agent Refresh',
    image: 'golden-windows-v11',
    createdDaysAgo: 0.01,
    state: 'UPDATING_AGENT',
  },
  {
    name: 'patch-tuesday',
    title: 'Patch Tuesday',
    image: 'golden-windows-v12',
    createdDaysAgo: 2,
    state: 'REBOOTING',
  },
  { name: 'training-lab', title: 'Training Lab', image: windowsBase, createdDaysAgo: 410, state: 'DELETING' },
  {
    name: 'vpn-pilot',
    title: 'VPN Pilot',
    image: windowsBase,
    createdDaysAgo: 4,
    state: 'FAILED',
    errors: [
      {
        code: 'DOMAIN_JOIN_ERROR_LOGON_FAILURE',
        message: 'The service account could not log on to corp.example.com.',
      },
    ],
    details: {
      StateChangeReason: { Code: 'INTERNAL_ERROR', Message: 'The image builder could not join the domain.' },
      DomainJoinInfo: {
        DirectoryName: 'corp.example.com',
        OrganizationalUnitDistinguishedName: 'OU=AppStream,DC=corp,DC=example,DC=com',
      },
    },
  },
  {
    name: 'developer-desktop-v2-updated',
    title: 'Managed update',
    image: 'developer-desktop-v2',
    createdDaysAgo: 0.05,
    state: 'UPDATING',
  },
  {
    name: 'quarterly-update',
    title: 'Managed update',
    image: 'office-suite-v9',
    createdDaysAgo: 0.2,
    state: 'PENDING_QUALIFICATION',
  },
  {
    name: 'app-catalog-sync',
    title: 'App Catalog',
    image: 'office-suite-v9',
    createdDaysAgo: 1,
    state: 'PENDING_SYNCING_APPS',
    software: { Microsoft_Office_2024_LTSC_Standard_64Bit: 'PENDING_INSTALLATION' },
  },
  {
    name: 'app-catalog-trial',
    title: 'App Catalog Trial',
    image: 'office-suite-v9',
    createdDaysAgo: 1,
    state: 'SYNCING_APPS',
    software: {
      Microsoft_Office_2024_LTSC_Professional_Plus_64Bit: 'INSTALLED',
      Microsoft_Visio_2024_LTSC_Professional_64Bit: 'PENDING_INSTALLATION',
    },
  },
  {
    name: 'imported-vdi',
    title: 'Imported VDI',
    image: 'imported-vdi-v2',
    createdDaysAgo: 0.03,
    state: 'PENDING_IMAGE_IMPORT',
  },
]
