import type { ImageBuilderDraft, ImageDraft } from './drafts.ts'

// us-east-1 of the default account. One line of descent runs through it from the first builder by name:
// analytics-desktop <- finance-desktop-v4 <- finance-desktop <- office-suite-v9 <- office-suite <- golden-windows-v12
// <- golden-windows <- one of AWS's base images.

const windowsBase = 'AppStream-WinServer2022-10-05-2026'
const desktopTeam = { team: 'desktop-platform', 'cost-center': '4410' }

/** The images of the company's main account. */
export const headquartersImages: readonly ImageDraft[] = [
  {
    name: 'golden-windows-v12',
    title: 'Golden Windows 12',
    base: windowsBase,
    builder: 'golden-windows',
    createdDaysAgo: 40,
    applications: ['Company Portal'],
    tags: { ...desktopTeam, lifecycle: 'golden' },
  },
  {
    // Its base has gone since; the builder is there.
    name: 'golden-windows-v11',
    title: 'Golden Windows 11',
    base: 'golden-windows-v10',
    builder: 'golden-windows',
    createdDaysAgo: 120,
    tags: { ...desktopTeam, lifecycle: 'retired' },
    details: { AppstreamAgentVersion: '06-17-2024', LatestAppstreamAgentVersion: 'FALSE' },
  },
  {
    name: 'office-suite-v9',
    title: 'Office Suite 9',
    base: 'golden-windows-v12',
    builder: 'office-suite',
    createdDaysAgo: 30,
    applications: ['LibreOffice Writer', 'LibreOffice Calc', 'Firefox'],
    tags: desktopTeam,
  },
  {
    name: 'finance-desktop-v4',
    title: 'Finance Desktop 4',
    base: 'office-suite-v9',
    builder: 'finance-desktop',
    createdDaysAgo: 12,
    applications: ['LibreOffice Calc', 'Firefox', 'Ledger', 'Report Designer'],
    tags: { team: 'finance', 'cost-center': '7300', lifecycle: 'production' },
  },
  {
    // The builder that made it was deleted, and its name was given to a later one: see cad-workstation below.
    name: 'cad-workstation-v3',
    title: 'CAD Workstation 3',
    base: 'AppStream-Graphics-G5-WinServer2025-10-05-2026',
    builder: 'cad-workstation',
    createdDaysAgo: 35,
    applications: ['FreeCAD', 'Blender'],
    tags: { team: 'engineering' },
    details: { Platform: 'WINDOWS_SERVER_2025', SupportedInstanceFamilies: ['graphics-g5'] },
  },
  {
    // Its builder is gone.
    name: 'developer-desktop-v2',
    title: 'Developer Desktop 2',
    base: 'golden-windows-v12',
    builder: 'developer-desktop-build',
    createdDaysAgo: 20,
    applications: ['Visual Studio Code', 'Git'],
    tags: { team: 'engineering' },
  },
  {
    // A managed update has no builder to name.
    name: 'developer-desktop-v2-updated',
    title: 'Developer Desktop 2, updated',
    base: 'developer-desktop-v2',
    createdDaysAgo: 0.05,
    details: { State: 'CREATING' },
  },
  {
    name: 'linux-research-v1',
    title: 'Linux Research 1',
    base: 'AppStream-RockyLinux8-10-05-2026',
    builder: 'linux-research',
    createdDaysAgo: 9,
    applications: ['JupyterLab', 'RStudio'],
    details: { Platform: 'ROCKY_LINUX8' },
  },
  {
    name: 'analytics-desktop-v1',
    title: 'Analytics Desktop 1',
    base: 'finance-desktop-v4',
    builder: 'analytics-desktop',
    createdDaysAgo: 0.02,
    details: { State: 'PENDING' },
  },
  {
    name: 'office-suite-v10',
    title: 'Office Suite 10',
    base: 'golden-windows-v12',
    builder: 'office-suite',
    createdDaysAgo: 3,
    details: {
      State: 'FAILED',
      StateChangeReason: {
        Code: 'IMAGE_BUILDER_NOT_AVAILABLE',
        Message: 'The image builder stopped responding.',
      },
      ImageErrors: [
        { ErrorCode: 'INTERNAL_SERVICE_ERROR', ErrorMessage: 'The snapshot could not be completed.' },
      ],
    },
  },
  {
    name: 'kiosk-2019',
    title: 'Reception Kiosk',
    base: 'AppStream-WinServer2016-11-17-2023',
    builder: 'kiosk',
    createdDaysAgo: 900,
    applications: ['Firefox'],
    details: { State: 'DEPRECATED', Platform: 'WINDOWS_SERVER_2016', LatestAppstreamAgentVersion: 'FALSE' },
  },
  {
    name: 'training-lab-v1',
    title: 'Training Lab',
    base: windowsBase,
    createdDaysAgo: 400,
    details: { State: 'DELETING' },
  },
  {
    name: 'imported-vdi-v1',
    title: 'Imported VDI',
    base: windowsBase,
    createdDaysAgo: 0.1,
    details: { State: 'VALIDATING', ImageType: 'BYOL' },
  },
  {
    name: 'imported-vdi-v2',
    title: 'Imported VDI 2',
    base: windowsBase,
    createdDaysAgo: 0.03,
    details: { State: 'IMPORTING', ImageType: 'BYOL' },
  },
]

/** The image builders of the company's main account: one in each state at least. */
export const headquartersImageBuilders: readonly ImageBuilderDraft[] = [
  {
    name: 'analytics-desktop',
    title: 'Analytics Desktop',
    image: 'finance-desktop-v4',
    createdDaysAgo: 6,
    state: 'RUNNING',
    instanceType: 'stream.memory.large',
    tags: { team: 'analytics', 'cost-center': '7310', owner: 'dana' },
  },
  {
    name: 'finance-desktop',
    title: 'Finance Desktop',
    image: 'office-suite-v9',
    createdDaysAgo: 14,
    state: 'STOPPED',
    tags: { team: 'finance' },
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
    // Younger than the image cad-workstation-v3 that names it.
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
  // The image it was launched from is gone.
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
    details: {
      StateChangeReason: { Code: 'INTERNAL_ERROR', Message: 'The image builder could not join the domain.' },
      ImageBuilderErrors: [
        {
          ErrorCode: 'DOMAIN_JOIN_ERROR_LOGON_FAILURE',
          ErrorMessage: 'The service account could not log on to corp.example.com.',
        },
      ],
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
  },
  {
    name: 'app-catalog-trial',
    title: 'App Catalog Trial',
    image: 'office-suite-v9',
    createdDaysAgo: 1,
    state: 'SYNCING_APPS',
  },
  {
    name: 'imported-vdi',
    title: 'Imported VDI',
    image: 'imported-vdi-v2',
    createdDaysAgo: 0.03,
    state: 'PENDING_IMAGE_IMPORT',
  },
]
