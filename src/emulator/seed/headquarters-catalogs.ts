import type { ApplicationDraft, EntitlementDraft, ThemeDraft } from './catalog-drafts.ts'

/** Applications for the Elastic fleets of the main account. One is not associated with any fleet. */
export const headquartersApplications: readonly ApplicationDraft[] = [
  {
    name: 'Firefox',
    title: 'Firefox',
    appBlock: 'browsers',
    executable: 'firefox.exe',
    fleets: ['secure-browser'],
    createdDaysAgo: 60,
    tags: { team: 'security' },
    details: { LaunchParameters: '-private-window', WorkingDirectory: 'C:\\Temp' },
  },
  {
    name: 'Chromium',
    title: 'Chromium',
    appBlock: 'browsers',
    executable: 'chrome.exe',
    fleets: ['secure-browser'],
    createdDaysAgo: 60,
    details: { LaunchParameters: '--incognito' },
  },
  {
    name: 'PasswordVault',
    title: 'Password Vault',
    appBlock: 'vault',
    executable: 'vault.exe',
    fleets: ['secure-browser'],
    createdDaysAgo: 22,
    tags: { team: 'security' },
  },
  {
    name: 'TerminalEmulator',
    title: 'Terminal Emulator',
    appBlock: 'terminals',
    executable: 'tn3270.exe',
    createdDaysAgo: 400,
    details: { Enabled: false, Platforms: ['WINDOWS_SERVER_2019'], Metadata: { owner: 'mainframe' } },
  },
]

/** Entitlements of the main account's stacks. Finance and two other stacks have none. */
export const headquartersEntitlements: readonly EntitlementDraft[] = [
  {
    stack: 'office',
    name: 'employees',
    description: 'Everything for employees',
    attributes: { userType: 'employee' },
    createdDaysAgo: 200,
  },
  {
    // The image no longer has one of its applications.
    stack: 'office',
    name: 'writers',
    attributes: { department: 'communications' },
    applications: ['LibreOfficeWriter', 'TypeSetter'],
    createdDaysAgo: 180,
    changedDaysAgo: 31,
  },
  {
    stack: 'engineering',
    name: 'designers',
    description: 'Design tools for designers of the engineering department',
    attributes: { roles: 'designer', department: 'engineering' },
    applications: ['FreeCAD', 'Blender'],
    createdDaysAgo: 88,
  },
  {
    // One application is associated by name, another by ARN.
    stack: 'secure-browsing',
    name: 'browsers',
    attributes: { groups: 'internet' },
    applications: ['Firefox'],
    applicationsByArn: ['PasswordVault'],
    createdDaysAgo: 58,
  },
  {
    stack: 'secure-browsing',
    name: 'auditors',
    description: '',
    attributes: { title: 'Auditor', organization: 'Example Corp', costCenter: '7300' },
    createdDaysAgo: 20,
  },
]

/** The themes of the main account's stacks. */
export const headquartersThemes: readonly ThemeDraft[] = [
  {
    stack: 'finance',
    title: 'Finance Desktop',
    styling: 'BLUE',
    links: { Help: 'https://intranet.example.com/help', Privacy: 'https://intranet.example.com/privacy' },
    createdDaysAgo: 250,
  },
  {
    stack: 'secure-browsing',
    title: 'Secure Browsing',
    styling: 'RED',
    isDisabled: true,
    createdDaysAgo: 59,
  },
]
