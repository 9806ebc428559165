import type { ImageDraft } from './drafts.ts'

// us-east-1 of the default account. It contains one chain of derived images: analytics-desktop <- finance-desktop-v4 <-
// finance-desktop <- office-suite-v9 <- office-suite <- golden-windows-v12 <- golden-windows <- one of AWS's base
// images.

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
    // The base image was deleted; the builder exists.
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
    details: { DynamicAppProvidersEnabled: 'ENABLED' },
  },
  {
    name: 'finance-desktop-v4',
    title: 'Finance Desktop 4',
    base: 'office-suite-v9',
    builder: 'finance-desktop',
    createdDaysAgo: 12,
    applications: ['LibreOffice Calc', 'Firefox', 'Ledger', 'Report Designer'],
    tags: { team: 'finance', 'cost-center': '7300', lifecycle: 'production' },
    software: ['Microsoft_Office_2024_LTSC_Standard_64Bit'],
  },
  {
    // The builder was deleted, and a later one has the same name: see cad-workstation in
    // headquarters-image-builders.ts.
    name: 'cad-workstation-v3',
    title: 'CAD Workstation 3',
    base: 'AppStream-Graphics-G5-WinServer2025-10-05-2026',
    builder: 'cad-workstation',
    createdDaysAgo: 35,
    applications: ['FreeCAD', 'Blender'],
    tags: { team: 'engineering' },
    details: {
      Platform: 'WINDOWS_SERVER_2025',
      SupportedInstanceFamilies: ['graphics-g5'],
      ImageSoftwareMetadata: { nvidiaGridDriverVersion: '18.4' },
    },
  },
  {
    // The builder was deleted.
    name: 'developer-desktop-v2',
    title: 'Developer Desktop 2',
    base: 'golden-windows-v12',
    builder: 'developer-desktop-build',
    createdDaysAgo: 20,
    applications: ['Visual Studio Code', 'Git'],
    tags: { team: 'engineering' },
  },
  {
    // Images created by a managed update have no builder.
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
    errors: [{ code: 'INTERNAL_SERVICE_ERROR', message: 'The snapshot could not be completed.' }],
    details: {
      State: 'FAILED',
      StateChangeReason: {
        Code: 'IMAGE_BUILDER_NOT_AVAILABLE',
        Message: 'The image builder stopped responding.',
      },
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
